using System.Net;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Cli.Mlflow;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>Calls of servers that do not go on, or always fail.</summary>
public sealed class MlflowServerTests
{
    [Theory]
    [InlineData("""{"experiments": [""")]
    [InlineData(null)]
    public async Task Get_OfAServerThatFallsSilent_Fails(string? beginning)
    {
        await using var there = await ScriptedServer.StartAsync("silent");
        there.Instead = async (http, _) =>
        {
            if (beginning is not null)
                await http.Response.WriteAsync(beginning);
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var server = new MlflowServer(there.Address, null, TimeProvider.System) { LongestSilence = TimeSpan.FromMilliseconds(200) };
        var silent = await Assert.ThrowsAsync<ServerAwayException>(() => server.GetAsync("mlflow/x", CancellationToken.None));
        Assert.EndsWith("GET mlflow/x: it said nothing for 0.2 s", silent.Message, StringComparison.Ordinal);
        Assert.Null(silent.StatusCode);
    }

    [Fact]
    public async Task Upload_ToAServerThatFallsSilent_Fails()
    {
        await using var there = await ScriptedServer.StartAsync("silent");
        there.Instead = async (http, _) =>
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var server = new MlflowServer(there.Address, null, TimeProvider.System) { LongestSilence = TimeSpan.FromMilliseconds(200) };
        var silent = await Assert.ThrowsAsync<ServerAwayException>(() => server.UploadAsync("mlflow-artifacts/artifacts/x", new MemoryStream(new byte[10_000]), CancellationToken.None));
        Assert.EndsWith("PUT mlflow-artifacts/artifacts/x: it said nothing for 0.2 s", silent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfAServerThatIsBusyForVeryLong_IsRepeatedAsOftenAsWanted()
    {
        await using var there = await ScriptedServer.StartAsync("busy");
        there.Instead = (http, _) =>
        {
            http.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        var clock = new HurriedClock();
        using var server = new MlflowServer(there.Address, null, clock) { Retries = 60, LongestSilence = Timeout.InfiniteTimeSpan };
        var busy = await Assert.ThrowsAsync<ServerAwayException>(() => server.GetAsync("mlflow/x", CancellationToken.None));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 61), (busy.StatusCode, there.Asked.Count));
        Assert.Equal([200, 400, 800, 1600, 3200, 6400, .. Enumerable.Repeat(10_000, 54)], clock.Waited.Select(wait => (int)wait.TotalMilliseconds));
    }

    /// <summary>Whoever waits on it waits no longer.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public List<TimeSpan> Waited { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
                return System.CreateTimer(callback, state, dueTime, period);
            Waited.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
