using System.Text;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>Real processes that write the log and are killed or paused in the middle of it, at chosen messages and at any.</summary>
public sealed class LogProcessTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_ProcessKilledAtTheCommit_HoldsTheFlushExactlyWhenTheServerSawTheCommit(bool seen)
    {
        await using var proxy = Proxy();
        await using var process = LogWriterProcess.Start(proxy.ConnectionString, Clock.Now);
        var commits = 0;
        proxy.Judge = (type, message) =>
        {
            if (!IsCommit(type, message) || ++commits != 5)
                return Cut.None;
            process.Kill();
            return seen ? Cut.AfterAnswer : Cut.Before;
        };

        await process.EndAsync();
        var later = await SucceedAsync(process);

        await AssertAgreeAsync([.. process.Durable, .. later], [.. process.Sent, .. later]);

        // The first commit registers the writer.
        Assert.Equal(seen ? 4 : 3, await FlushesAsync(process));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Write_ProcessKilledAtAnyMessage_HoldsWhatWasDurableAndNothingTwice(int seed)
    {
        var random = new Random(seed);
        await using var proxy = Proxy();
        await using var process = LogWriterProcess.Start(proxy.ConnectionString, Clock.Now);
        var left = random.Next(60, 240);
        proxy.Judge = (_, _) =>
        {
            if (Interlocked.Decrement(ref left) != 0)
                return Cut.None;
            process.Kill();
            return random.Next(2) == 0 ? Cut.Before : Cut.AfterAnswer;
        };

        await process.EndAsync();
        var later = await SucceedAsync(process);

        Assert.NotEmpty(process.Durable);
        await AssertAgreeAsync([.. process.Durable, .. later], [.. process.Sent, .. later]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_ProcessPausedAtTheCommitPastItsFencing_WakesUpFencedAndKnowsWhatItCommitted(bool seen)
    {
        await using var proxy = Proxy();
        await using var process = LogWriterProcess.Start(proxy.ConnectionString, Clock.Now);
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var commits = 0;
        proxy.Judge = (type, message) =>
        {
            if (!IsCommit(type, message) || ++commits != 5)
                return Cut.None;
            process.Pause();
            paused.SetResult();
            return seen ? Cut.AfterAnswer : Cut.Before;
        };

        await paused.Task;
        var later = await SucceedAsync(process);
        process.WakeUp();

        Assert.Equal(LogWriterProgram.Fenced, await process.EndAsync());
        await AssertAgreeAsync([.. process.Durable, .. later], [.. process.Sent, .. later]);
        Assert.Equal(seen ? 4 : 3, await FlushesAsync(process));
        Assert.Empty((await StoredAsync()).Select(row => row.Id).Except([.. process.Durable, .. later]));
    }

    /// <summary>When the server, too, has noticed that the process is gone or stands still, a successor closes its writer and writes on.</summary>
    /// <returns>What the successor wrote.</returns>
    private async Task<Guid[]> SucceedAsync(LogWriterProcess process)
    {
        var writer = await process.Writer;
        await UntilAsync<bool>($"SELECT true WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'prediction log writer {writer}' AND datname = current_database())");
        var successor = await StartLogAsync(options => options.SoleWriter = true);
        var later = Rows(7);
        await DurableAsync(successor.WriteAsync(later));
        Assert.True(await Database.ScalarAsync<bool>($"SELECT closed FROM log_writers WHERE id = {writer}"));
        return [.. later.Select(row => row.PredictionId)];
    }

    private async Task<long> FlushesAsync(LogWriterProcess process) =>
        await Database.ScalarAsync<long>($"SELECT count(DISTINCT xmin::text) FROM predictions WHERE writer = {await process.Writer}");

    private static bool IsCommit(char type, byte[] message) => type == 'Q' && Encoding.ASCII.GetString(message).EndsWith("COMMIT\0", StringComparison.Ordinal);
}
