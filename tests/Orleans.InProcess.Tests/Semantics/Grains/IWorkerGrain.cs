namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.worker-grain")]
internal interface IWorkerGrain : IGrainWithStringKey
{
    Task<string> Hold(string name);
}
