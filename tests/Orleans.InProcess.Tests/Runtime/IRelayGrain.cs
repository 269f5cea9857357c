using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Runtime;

[Alias("tests.relay-grain")]
internal interface IRelayGrain : IGrainWithStringKey
{
    Task<string> HoldThenAsk(string name, ITurnGrain other);
}
