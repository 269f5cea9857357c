using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Runtime;

internal sealed class CircleGrain(Board board) : Grain, ICircleGrain
{
    public Task CallThrough(ICircleGrain other) => other.CallBack(this.AsReference<ICircleGrain>());

    public async Task CallBack(ICircleGrain first)
    {
        board.Signal("b calls back");
        try
        {
            var ping = first.Ping();
            board.Signal("call back sent");
            await ping;
        }
        catch (TimeoutException exception)
        {
            board.Note(exception.Message);
            board.Signal("noted");
            throw;
        }
    }

    public Task Ping() => Task.CompletedTask;

    public Task WaitBriefly()
    {
        board.Signal("waits briefly");
        return board.Signalled("enough");
    }
}
