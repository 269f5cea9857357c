namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.state-grain")]
internal interface IStateGrain : IGrainWithStringKey
{
    Task<Snapshot> Read();

    Task<bool> Exists();

    Task<string?> Etag();

    Task Write(Snapshot snapshot);

    /// <summary>Changes the state in memory only.</summary>
    Task Change(Snapshot snapshot);

    Task Clear();

    Task End();

    Task<string> Activation();

    /// <summary>Has another grain write; a conflict there passes through this one.</summary>
    Task WriteBy(IStateGrain other, Snapshot snapshot);
}
