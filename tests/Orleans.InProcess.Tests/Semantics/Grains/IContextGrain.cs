namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.context-grain")]
internal interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Read(string key);

    Task<string?> ReadBy(IContextGrain other, string key);

    Task<string?> ChangeAndReadBy(IContextGrain other, string key, string value);

    /// <summary>Sets a value without being async, so that nothing restores it but the runtime.</summary>
    Task Set(string key, string value);

    Task<string?> ReadWhatActivationSaw();
}
