using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

public sealed class PredictionLogTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    [Fact]
    public async Task Write_Durable_ReadsBackEveryFieldWithItsPlace()
    {
        var log = await StartLogAsync();
        var plain = Row("Ünïcode 株", Day.AddTicks(12_340));
        var full = Row("B", role: TrafficRole.Challenger) with { ExperimentId = Guid.CreateVersion7(Clock.Now), Variant = "v2", Features = [] };

        await DurableAsync(log.WriteAsync([plain, full]));
        var page = await log.ReadAsync(Model, LogCursor.Start, 10);

        Assert.Equal([(log.Writer, 1L), (log.Writer, 2L)], page.Rows.Select(row => (row.Writer, row.Sequence)));
        Assert.Equal(plain with { Features = page.Rows[0].Row.Features }, page.Rows[0].Row);
        Assert.Equal(plain.Features, page.Rows[0].Row.Features);
        Assert.Equal(full with { Features = page.Rows[1].Row.Features }, page.Rows[1].Row);
        Assert.Empty(page.Rows[1].Row.Features);
        Assert.Equal(LogCursor.Start.Advance(log.Writer, 2), page.Next);
    }

    [Fact]
    public async Task Write_ManyCallers_NumbersHaveNoGapsOverAllModels()
    {
        var log = await StartLogAsync(options => options.BatchRows = 7);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            DurableAsync(log.WriteAsync([Row(model: Model), Row(model: OtherModel), Row(model: i % 2 == 0 ? Model : OtherModel)]))));

        Assert.Equal(Enumerable.Range(1, 120).Select(i => (log.Writer, (long)i)), (await StoredAsync()).Select(row => (row.Writer, row.Sequence)));
        Assert.Equal(120, await Database.ScalarAsync<long>($"SELECT last_seq FROM log_writers WHERE id = {log.Writer}"));
    }

    [Fact]
    public async Task Write_NoRows_IsDurableAtOnce()
    {
        var log = await StartLogAsync();

        var done = await log.WriteAsync([]);

        Assert.True(done.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Flushed_AfterAFlush_NamesEachModelOnceAndSurvivesAHandlerThatThrows()
    {
        var log = await StartLogAsync();
        var seen = new TaskCompletionSource<IReadOnlyCollection<Guid>>(TaskCreationOptions.RunContinuationsAsynchronously);
        log.Flushed += (_, flushed) =>
        {
            seen.TrySetResult(flushed.ModelIds);
            throw new InvalidOperationException("a handler that fails");
        };

        await DurableAsync(log.WriteAsync([Row(model: Model), Row(model: OtherModel), Row(model: Model)]));
        await DurableAsync(log.WriteAsync([Row()]));

        Assert.Equal([Model, OtherModel], await seen.Task);
    }

    [Fact]
    public async Task Read_SeveralWritersInPages_GivesEachRowOnceInWriterAndRowOrder()
    {
        var first = await StartLogAsync();
        var second = await StartLogAsync();
        for (var i = 0; i < 5; i++)
        {
            await DurableAsync(first.WriteAsync([Row(), Row(model: OtherModel), Row()]));
            await DurableAsync(second.WriteAsync([Row(), Row(model: OtherModel)]));
        }

        var read = new List<LoggedPrediction>();
        var cursor = LogCursor.Start;
        for (var page = await first.ReadAsync(Model, cursor, 4); page.Rows.Count > 0; page = await first.ReadAsync(Model, cursor, 4))
        {
            Assert.True(page.Rows.Count <= 4);
            read.AddRange(page.Rows);
            cursor = page.Next;
        }

        Assert.Equal(15, read.Count);
        Assert.Equal(read.OrderBy(row => row.Writer).ThenBy(row => row.Sequence), read);
        Assert.Equal(15, read.Select(row => row.Row.PredictionId).Distinct().Count());
        Assert.Equal((15L, 10L), (cursor.PositionOf(first.Writer), cursor.PositionOf(second.Writer)));
    }

    [Fact]
    public async Task ReadByAsOf_Range_TakesFromAndLeavesToInOrder()
    {
        var log = await StartLogAsync();
        await DurableAsync(log.WriteAsync([
            Row("late", Day.AddDays(2)), Row("b", Day.AddDays(1)), Row("a", Day.AddDays(1)), Row("early", Day), Row("other", Day, OtherModel)]));

        var inside = new List<string>();
        await foreach (var row in log.ReadByAsOfAsync(Model, Day, Day.AddDays(2)))
            inside.Add(row.Row.Entity);
        var all = new List<string>();
        await foreach (var row in log.ReadByAsOfAsync(Model, DateTimeOffset.MinValue, DateTimeOffset.MaxValue))
            all.Add(row.Row.Entity);

        var ofB = new List<string>();
        await foreach (var row in log.ReadByAsOfAsync(Model, Day, Day.AddDays(2), "b"))
            ofB.Add(row.Row.Entity);

        Assert.Equal(["b"], ofB);
        Assert.Equal(["early", "b", "a"], inside);
        Assert.Equal(["early", "b", "a", "late"], all);
    }

    [Fact]
    public async Task Count_ByRole_LeavesOutRolesWithoutRows()
    {
        var log = await StartLogAsync();
        await DurableAsync(log.WriteAsync([Row(), Row(), Row(role: TrafficRole.Shadow), Row(model: OtherModel, role: TrafficRole.Drill)]));

        Assert.Equal(
            new Dictionary<TrafficRole, long> { [TrafficRole.Production] = 2, [TrafficRole.Shadow] = 1 }, await log.CountAsync(Model));
    }

    [Fact]
    public async Task Write_BufferFullAndReject_RefusesWithoutTouchingWhatIsHeld()
    {
        var log = await StartLogAsync(options => (options.Capacity, options.BatchRows) = (3, 3));
        await using var blocker = await BlockFlushesAsync();
        var held = await log.WriteAsync(Rows(3));

        await Assert.ThrowsAsync<LogFullException>(async () => await log.WriteAsync(Rows(1)));
        await blocker.DisposeAsync();
        await held;

        Assert.Equal(3, (await StoredAsync()).Count);
        await DurableAsync(log.WriteAsync(Rows(3)));
    }

    [Fact]
    public async Task Write_BufferFullAndServe_SaysThatItMayBeAnsweredAllTheSame()
    {
        var log = await StartLogAsync(options => (options.Capacity, options.BatchRows, options.WhenFull) = (3, 3, FullBufferPolicy.Serve));
        await using var blocker = await BlockFlushesAsync();
        var held = await log.WriteAsync(Rows(3));

        Assert.True((await Assert.ThrowsAsync<LogFullException>(async () => await log.WriteAsync(Rows(1)))).MayServe);
        await blocker.DisposeAsync();
        await held;
    }

    [Fact]
    public async Task Write_SomebodyWaits_IsFlushedAtOnceWithWhatWasWaitingForCompany()
    {
        var log = await StartLogAsync(options => options.FlushInterval = TimeSpan.FromMinutes(1));
        var buffered = await log.WriteAsync(Rows(2));

        await DurableAsync(log.WriteAsync(Rows(1), durable: true));

        await buffered;
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM predictions"));
    }

    [Fact]
    public async Task Write_ModelsAndDaysMixed_MakesOneSpanOfEachAndOfAThousandRows()
    {
        var log = await StartLogAsync(options => options.FlushInterval = TimeSpan.FromMinutes(1));
        var tomorrow = Clock.Now.AddDays(1);
        var rows = Enumerable.Range(0, 2_300).Select(i => i % 23 != 0 ? Row($"T{i}") : Row($"T{i}", model: OtherModel) with { PredictionId = Guid.CreateVersion7(tomorrow) }).ToArray();

        await DurableAsync(log.WriteAsync(rows, durable: true));

        Assert.Equal("1000,1000,200,100", await Database.ScalarAsync<string>("SELECT string_agg(cardinality(ids)::text, ',' ORDER BY model_id, first_seq) FROM prediction_spans"));
        Assert.Equal(rows.Where(row => row.ModelId == Model).Select(row => row.Entity), await ReadAsync(log, Model, 333));
        Assert.Equal(rows.Where(row => row.ModelId == OtherModel).Select(row => row.Entity), await ReadAsync(log, OtherModel, 7));
    }

    [Fact]
    public async Task Write_BufferFullAndWait_LetsCallersInByTurnAndCancelledOnesOut()
    {
        var log = await StartLogAsync(options => (options.Capacity, options.BatchRows, options.WhenFull) = (3, 3, FullBufferPolicy.Wait));
        await using var blocker = await BlockFlushesAsync();
        var held = await log.WriteAsync(Rows(2));
        using var impatience = new CancellationTokenSource();
        var large = log.WriteAsync(Rows(3), cancellationToken: impatience.Token).AsTask();
        var small = log.WriteAsync(Rows(1)).AsTask();

        Assert.False(large.IsCompleted);
        Assert.False(small.IsCompleted);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        var admitted = await small;
        await blocker.DisposeAsync();
        await Task.WhenAll(held, admitted);

        Assert.Equal(3, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task Write_MoreThanTheBufferEverHolds_SaysSo()
    {
        var log = await StartLogAsync(options => (options.Capacity, options.BatchRows) = (3, 3));

        var refusal = await Assert.ThrowsAsync<ArgumentException>(async () => await log.WriteAsync(Rows(4)));

        Assert.Contains("holds 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithRowsInTheBuffer_DrainsThemAndClosesTheWriter()
    {
        var log = await StartLogAsync(options => options.FlushInterval = TimeSpan.FromMinutes(1));
        var pending = new List<Task>();
        for (var i = 0; i < 9; i++)
            pending.Add(await log.WriteAsync(Rows(3)));

        await log.StopAsync(CancellationToken.None);

        Assert.All(pending, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Equal(27, (await StoredAsync()).Count);
        Assert.Equal("stopped", await Database.ScalarAsync<string>($"SELECT closed_why FROM log_writers WHERE closed AND id = {log.Writer}"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await log.WriteAsync(Rows(1)));
    }

    private static async Task<List<string>> ReadAsync(PredictionLog log, Guid model, int pageSize)
    {
        var entities = new List<string>();
        var page = await log.ReadAsync(model, LogCursor.Start, pageSize);
        for (; page.Rows.Count > 0; page = await log.ReadAsync(model, page.Next, pageSize))
            entities.AddRange(page.Rows.Select(row => row.Row.Entity));
        return entities;
    }

    private async Task<IAsyncDisposable> BlockFlushesAsync()
    {
        var connection = await Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
