namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>No class implements this.</summary>
[Alias("tests.unknown-grain")]
internal interface IUnknownGrain : IGrainWithStringKey
{
    Task Ping();
}
