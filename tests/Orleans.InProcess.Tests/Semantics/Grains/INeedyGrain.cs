namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.needy-grain")]
internal interface INeedyGrain : IGrainWithStringKey
{
    Task Ping();

    /// <summary>A service that is not registered.</summary>
    internal interface IMissing;
}
