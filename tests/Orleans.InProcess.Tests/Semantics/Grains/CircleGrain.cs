using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

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

    public Task PingBriefly() => Task.CompletedTask;

    public Task WaitBriefly()
    {
        board.Signal("waits briefly");
        return board.Signalled("enough");
    }

    public Task<string> CallThroughBriefly(ICircleGrain other) => other.CallBackBriefly(this.AsReference<ICircleGrain>());

    public async Task<string> CallBackBriefly(ICircleGrain first)
    {
        try
        {
            await first.PingBriefly();
            return "answered";
        }
        catch (TimeoutException)
        {
            return "timed out";
        }
    }
}
