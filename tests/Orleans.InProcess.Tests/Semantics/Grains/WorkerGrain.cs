using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

[StatelessWorker(2)]
internal sealed class WorkerGrain(Board board) : Grain, IWorkerGrain
{
    private readonly string _id = board.NextId();

    public async Task<string> Hold(string name)
    {
        board.Note($"enter {name}");
        board.Signal($"in {name}");
        await board.Signalled($"go {name}");
        board.Note($"leave {name}");
        return _id;
    }
}
