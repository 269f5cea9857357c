using ModelRegistry.Postgres.Log;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

public sealed class LogPartitionTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    private static readonly DateOnly Today = new(2026, 5, 4);

    private LogRetention Retention => new(Database.DataSource, Clock);

    [Fact]
    public async Task Start_ByManyHostsAtOnce_MakesYesterdayTodayAndTheDaysAhead()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartLogAsync(options => options.PartitionDaysAhead = 2)));

        Assert.Equal(
            [
                "outcomes_20260503", "outcomes_20260504", "outcomes_20260505", "outcomes_20260506",
                "predictions_20260503", "predictions_20260504", "predictions_20260505", "predictions_20260506",
            ],
            await PartitionsAsync());
    }

    [Fact]
    public async Task Write_OnALaterDay_MakesThePartitionsOfThatDayFirst()
    {
        var log = await StartLogAsync(options => options.PartitionDaysAhead = 1);
        await DurableAsync(log.WriteAsync(Rows(1)));
        Clock.Now = Clock.Now.AddDays(4);

        await DurableAsync(log.WriteAsync(Rows(2)));

        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT count(*) FROM predictions_20260508"));
        Assert.Contains("predictions_20260509", await PartitionsAsync());
    }

    [Fact]
    public async Task Write_AroundMidnight_GoesToTheDayInTheId()
    {
        var log = await StartLogAsync();
        var midnight = new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.Zero);

        await DurableAsync(log.WriteAsync([
            Row() with { PredictionId = Guid.CreateVersion7(midnight.AddMilliseconds(-1)) }, Row() with { PredictionId = Guid.CreateVersion7(midnight) }]));

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM predictions_20260504"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM predictions_20260505"));
    }

    [Fact]
    public async Task DropBefore_OldDays_WaitsForTheJoinerAndEveryReader()
    {
        var log = await StartLogAsync(options => options.PartitionDaysAhead = 1);
        var outcomes = Outcomes();
        await DurableAsync(log.WriteAsync([Row("A"), Row("B")]));
        await outcomes.WriteActualsAsync(Model, [new Actual { Entity = "A", AsOf = Day, Value = 1 }]);
        await Retention.PassAsync("monitor", Model, LogCursor.Start);
        await Retention.PassOutcomesAsync("experiment", Model, 0);
        Clock.Now = Clock.Now.AddDays(3);

        var beforeJoin = await Retention.DropBeforeAsync(Today.AddDays(1));
        await outcomes.JoinAsync(Model);
        var beforeMonitor = await Retention.DropBeforeAsync(Today.AddDays(1));
        await Retention.PassAsync("monitor", Model, LogCursor.Start.Advance(log.Writer, 2));
        await Retention.PassAsync("monitor", Model, LogCursor.Start.Advance(log.Writer, 1));
        var beforeExperiment = await Retention.DropBeforeAsync(Today.AddDays(1));
        var kept = await outcomes.ReadAsync(Model, 0, 10);
        await Retention.PassOutcomesAsync("experiment", Model, 1);
        var afterAll = await Retention.DropBeforeAsync(Today.AddDays(1));

        Assert.Equal(["predictions_20260503", "outcomes_20260503"], beforeJoin.Dropped.AsEnumerable());
        Assert.Equal($"reader joiner of model {Model} has read writer {log.Writer} up to 0 of 2", beforeJoin.Kept[0].Reason);
        Assert.Equal($"reader monitor of model {Model} has read writer {log.Writer} up to 0 of 2", beforeMonitor.Kept[0].Reason);
        Assert.Equal(new KeptPartition("outcomes_20260504", "the predictions of the day are still there"), beforeMonitor.Kept[1]);
        Assert.Equal(["predictions_20260504"], beforeExperiment.Dropped.AsEnumerable());
        Assert.Equal($"reader experiment of model {Model} has read outcomes up to 0 of 1", Assert.Single(beforeExperiment.Kept).Reason);
        Assert.Equal("A", Assert.Single(kept).Entity);
        Assert.Equal(["outcomes_20260504"], afterAll.Dropped.AsEnumerable());
        Assert.Empty(afterAll.Kept);
        await DurableAsync(log.WriteAsync(Rows(1)));
    }

    [Fact]
    public async Task DropBefore_ADayThatIsStillWritten_IsRefused()
    {
        await StartLogAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Retention.DropBeforeAsync(Today));
    }

    private async Task<string[]> PartitionsAsync() =>
        await Database.ScalarAsync<string[]>("SELECT array_agg(relname::text ORDER BY relname) FROM pg_class WHERE relispartition AND relkind = 'r'");
}
