using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

[Reentrant]
internal sealed class ReentrantGrain(Board board) : Grain, IReentrantGrain
{
    public async Task Hold(string name)
    {
        board.Signal($"in {name}");
        await board.Signalled($"go {name}");
    }
}
