using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Runtime;

internal sealed class RelayGrain(Board board) : Grain, IRelayGrain
{
    public async Task<string> HoldThenAsk(string name, ITurnGrain other)
    {
        board.Signal("relay holds");
        await board.Signalled($"go {name}");
        return await other.Key();
    }
}
