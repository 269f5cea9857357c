using System.Text;
using GrainRuntime.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>Whatever breaks, the table holds exactly what was answered as durable, each row once, and rows nobody was promised at most once.</summary>
public sealed class LogFaultTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    private const string EndWaitingWriter = """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE application_name LIKE 'prediction log writer%' AND datname = current_database() AND wait_event_type = 'Lock'
        """;

    [Fact]
    public async Task Write_ConnectionTerminatedDuringTheCopy_IsWrittenOnceByTheNextConnection()
    {
        var log = await StartLogAsync();
        await using var blocker = await Database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(blocker, "BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE");
        var rows = Rows(50);
        var durable = await log.WriteAsync(rows);

        Assert.True(await UntilAsync<bool>(EndWaitingWriter));
        await ExecuteAsync(blocker, "ROLLBACK");
        await durable;

        await AssertAgreeAsync(rows);
    }

    [Fact]
    public async Task Write_ConnectionTerminatedDuringTheCommit_IsWrittenOnce()
    {
        var log = await StartLogAsync();
        await Database.ExecuteAsync("""
            CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(77); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER wait_at_commit AFTER UPDATE ON log_writers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            EXECUTE FUNCTION wait_at_commit()
            """);
        await using var blocker = await Database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(blocker, "SELECT pg_advisory_lock(77)");
        var rows = Rows(50);
        var durable = await log.WriteAsync(rows);

        Assert.True(await UntilAsync<bool>(EndWaitingWriter));
        await ExecuteAsync(blocker, "SELECT pg_advisory_unlock(77)");
        await durable;

        await AssertAgreeAsync(rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ConnectionLostAroundTheCommit_IsResolvedByTheSequence(bool committed)
    {
        await using var proxy = Proxy();
        var log = await StartLogAsync(database: proxy.Database);
        var commits = 0;
        proxy.Judge = (type, message) => type == 'Q' && Encoding.ASCII.GetString(message).EndsWith("COMMIT\0", StringComparison.Ordinal) && commits++ == 0
            ? committed ? Cut.AfterAnswer : Cut.Before
            : Cut.None;
        var first = Rows(30);
        var second = Rows(20);

        await DurableAsync(log.WriteAsync(first));
        await DurableAsync(log.WriteAsync(second));

        Assert.Equal(committed ? 2 : 3, commits);
        await AssertAgreeAsync([.. first, .. second]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Write_ConnectionLostAtRandomMessages_LosesAndDoublesNothing(int seed)
    {
        var random = new Random(seed);
        await using var proxy = Proxy();
        var log = await StartLogAsync(options => options.BatchRows = 30, proxy.Database);
        var left = random.Next(1, 12);
        proxy.Judge = (type, _) =>
        {
            if (--left != 0)
                return Cut.None;
            left = random.Next(1, 40);
            return type is 'Q' or 'S' or 'c' && random.Next(3) > 0 ? Cut.AfterAnswer : Cut.Before;
        };
        var rows = Rows(240);

        await Task.WhenAll(rows.Chunk(11).Select(call => DurableAsync(log.WriteAsync(call))));

        await AssertAgreeAsync(rows);
    }

    [Fact]
    public async Task Write_CutOffForGoodInTheMiddle_HoldsWhatWasDurableAndNothingTwice()
    {
        await using var proxy = Proxy();
        var killed = await StartLogAsync(options => options.BatchRows = 10, proxy.Database);
        var copies = 0;
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Judge = (type, _) =>
        {
            if (type != 'c' || ++copies < 6)
                return Cut.None;
            proxy.GoAway();
            dead.TrySetResult();
            return Cut.Before;
        };
        var calls = Rows(200).Chunk(5).ToArray();
        var answers = new List<Task>();
        foreach (var call in calls)
            answers.Add(await killed.WriteAsync(call));
        await dead.Task;
        var successor = await StartLogAsync(options => options.SoleWriter = true);
        var later = Rows(7);
        await DurableAsync(successor.WriteAsync(later));
        await killed.DisposeAsync();

        var durable = calls.Where((_, i) => answers[i].IsCompletedSuccessfully).SelectMany(call => call).ToArray();
        Assert.Equal(50, durable.Length);
        Assert.All(answers.Where(answer => !answer.IsCompletedSuccessfully), answer => Assert.True(answer.IsFaulted));
        await AssertAgreeAsync([.. durable, .. later]);
    }

    [Fact]
    public async Task Write_ByAFencedWriterThatWakesUp_CommitsNothingAndFailsLoudly()
    {
        var sleeper = await StartLogAsync();
        var before = Rows(3);
        await DurableAsync(sleeper.WriteAsync(before));
        await Database.ExecuteAsync("""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE application_name LIKE 'prediction log writer%' AND datname = current_database()
            """);
        var successor = await StartLogAsync(options => options.SoleWriter = true);

        var waiting = await sleeper.WriteAsync(Rows(4));

        var fenced = await Assert.ThrowsAsync<LogFencedException>(() => waiting);
        Assert.Equal(sleeper.Writer, fenced.Writer);
        Assert.Contains($"found dead by writer {successor.Writer}", fenced.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogFencedException>(async () => await sleeper.WriteAsync(Rows(1)));
        Assert.Same(fenced, sleeper.Failure);
        await AssertAgreeAsync(before);
    }

    [Fact]
    public async Task Start_BesideALiveWriter_ClosesOnlyTheDeadAndOnlyAfterTheirSilence()
    {
        var alive = await StartLogAsync();
        await Database.ExecuteAsync("""
            INSERT INTO log_writers (host, process_id, seen_at) VALUES ('gone', 1, now() - interval '3 minutes'), ('away', 2, now() - interval '1 minute')
            """);

        await StartLogAsync();
        var closedAtFirst = await Database.ScalarAsync<string>("SELECT string_agg(host, ',') FROM log_writers WHERE closed");
        await StartLogAsync(options => options.SoleWriter = true);

        Assert.Equal("gone", closedAtFirst);
        Assert.Equal("gone,away", await Database.ScalarAsync<string>("SELECT string_agg(host, ',' ORDER BY id) FROM log_writers WHERE closed"));
        await DurableAsync(alive.WriteAsync(Rows(1)));
    }

    [Fact]
    public async Task Write_RowsPostgresRefusesAmongGoodOnes_GoodGoInAndTheBadAreRecordedAndTold()
    {
        await Database.ExecuteAsync("ALTER TABLE predictions ADD CONSTRAINT no_curse CHECK (entity <> 'curse')");
        var log = await StartLogAsync();
        var known = Row();
        await DurableAsync(log.WriteAsync([known]));
        var cursed = Row("curse") with { Features = [float.NaN] };
        var good = Rows(20);
        await using var blocker = await Database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(blocker, "BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE");

        var lone = await log.WriteAsync([good[0]]);
        var first = await log.WriteAsync([.. good[1..9], cursed]);
        var second = await log.WriteAsync(good[9..]);
        var third = await log.WriteAsync([known]);
        await ExecuteAsync(blocker, "ROLLBACK");

        await Task.WhenAll(lone, second);
        var refusal = await Assert.ThrowsAsync<LogRowRefusedException>(() => first);
        Assert.Equal(cursed.PredictionId, refusal.PredictionId);
        Assert.Contains("no_curse", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(known.PredictionId, (await Assert.ThrowsAsync<LogRowRefusedException>(() => third)).PredictionId);
        await AssertAgreeAsync([known, .. good]);
        Assert.Equal("23505,23514", await Database.ScalarAsync<string>("SELECT string_agg(sql_state, ',' ORDER BY sql_state) FROM prediction_rejects"));
        Assert.Contains("\"entity\":\"curse\"",
            await Database.ScalarAsync<string>("SELECT payload FROM prediction_rejects WHERE sql_state = '23514'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_RowWithU0000AmongGoodOnes_GoodGoInAndTheBadIsRecordedAndTold()
    {
        // No caller of the log gets such a row past its rules, so this one goes to the writer behind them.
        var buffer = new LogBuffer(100, FullBufferPolicy.Reject, Clock);
        var options = new PredictionLogOptions { FlushInterval = TimeSpan.FromMinutes(1), BatchRows = 21 };
        await using var writer = await LogWriter.StartAsync(Database.DataSource, buffer, options, Clock, NullLogger.Instance, _ => { }, CancellationToken.None);
        var good = Rows(20);
        var bad = Row("A\0B");
        var mixed = new PendingWrite([.. good[..9], bad], Clock.Now, isAwaited: false);
        var pure = new PendingWrite(good[9..], Clock.Now, isAwaited: false);

        await buffer.AddAsync(mixed, CancellationToken.None);
        await buffer.AddAsync(pure, CancellationToken.None);

        await pure.Done;
        Assert.Equal(bad.PredictionId, (await Assert.ThrowsAsync<LogRowRefusedException>(() => mixed.Done)).PredictionId);
        await AssertAgreeAsync(good);
        Assert.Equal("22021", await Database.ScalarAsync<string>($"SELECT sql_state FROM prediction_rejects WHERE prediction_id = '{bad.PredictionId}'"));
        Assert.Contains("A\\u0000B", await Database.ScalarAsync<string>("SELECT payload FROM prediction_rejects"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_DatabaseAwayForTenSeconds_IsAskedAtTheLongestPauseAndLosesNothing()
    {
        var time = new ManualTime();
        await using var proxy = Proxy();
        var longest = TimeSpan.FromSeconds(2);
        var attempts = new LogEars();
        var log = await StartLogAsync(
            options => (options.RetryDelay, options.MaxRetryDelay, options.Capacity, options.BatchRows) = (TimeSpan.FromMilliseconds(50), longest, 20, 20), proxy.Database, time, attempts);
        Clock.Now = time.GetUtcNow();
        var rows = Rows(20);
        await DurableAsync(log.WriteAsync(rows[..5]));
        proxy.GoAway();

        var taken = await log.WriteAsync(rows[5..]);
        var away = time.GetUtcNow().AddSeconds(10);
        while (time.GetUtcNow() < away)
        {
            await time.ArmedWithin(longest);
            time.Advance(longest);
        }

        Assert.False(taken.IsCompleted);
        await Assert.ThrowsAsync<LogFullException>(async () => await log.WriteAsync(Rows(6)));
        Assert.True(attempts.Heard >= 5, $"{attempts.Heard} attempts");
        proxy.ComeBack();
        while (!taken.IsCompleted)
        {
            await Task.WhenAny(taken, time.ArmedWithin(longest));
            time.Advance(longest);
        }

        await taken;
        await AssertAgreeAsync(rows);
    }

    [Fact]
    public async Task Write_WhileTheServerIsStoppedAndStartedAgain_WaitsAndLosesNothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"log-restart-{Environment.ProcessId}");
        var options = new EmbeddedPostgresOptions { DataDirectory = folder, SharedBuffersMegabytes = 64 };
        var server = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance);
        try
        {
            await using var database = NpgsqlDataSource.Create(server.ConnectionString);
            await SchemaMigrator.ApplyAsync(database, NullLogger.Instance);
            var log = await StartLogAsync(database: database);
            var rows = Rows(30);
            await DurableAsync(log.WriteAsync(rows[..10]));
            await server.DisposeAsync();

            var during = await log.WriteAsync(rows[10..20]);
            Assert.False(during.IsCompleted);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => log.CountAsync(Model));
            server = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance);
            await during;
            await DurableAsync(log.WriteAsync(rows[20..]));

            await AssertAgreeAsync(rows, database);
            await log.StopAsync(CancellationToken.None);
        }
        finally
        {
            await server.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Stop_WithTheDatabaseAway_GivesUpWhenItsTimeIsOverAndSaysSo()
    {
        await using var proxy = Proxy();
        var log = await StartLogAsync(database: proxy.Database);
        proxy.GoAway();
        var waiting = await log.WriteAsync(Rows(2));

        await log.StopAsync(new CancellationToken(canceled: true));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
        Assert.Empty(await StoredAsync());
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
