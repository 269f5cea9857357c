namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.reentrant-grain")]
internal interface IReentrantGrain : IGrainWithStringKey
{
    Task Hold(string name);
}
