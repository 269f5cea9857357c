using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
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
    public async Task DropBefore_ModelIsDeleted_DoesNotWaitForItsReaders()
    {
        var log = await StartLogAsync();
        await DurableAsync(log.WriteAsync([Row("A")]));
        await Outcomes().JoinAsync(Model);
        await Retention.PassAsync("monitor", Model, LogCursor.Start);
        Clock.Now = Clock.Now.AddDays(3);
        var alive = await Retention.DropBeforeAsync(Today.AddDays(1));
        await Database.ExecuteAsync($$"""
            INSERT INTO models (id, name, lifecycle, tags, revision, created_at, created_by, updated_at, deleted_at)
            VALUES ('{{Model}}', 'gone', 'governed', '{}', 1, now(), 'a', now(), now())
            """);

        var deleted = await Retention.DropBeforeAsync(Today.AddDays(1));

        Assert.Contains(alive.Kept, kept => kept.Name == "predictions_20260504");
        Assert.Contains("predictions_20260504", deleted.Dropped);
        Assert.Empty(deleted.Kept);
    }

    [Fact]
    public async Task DropBefore_ReaderThatHasEnded_IsForgotten()
    {
        await StartLogAsync();
        await Retention.PassAsync("test", Model, LogCursor.Start);
        await Retention.PassOutcomesAsync("test", Model, 0);

        await Retention.ForgetAsync("test", Model);

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM log_cursors"));
    }

    [Fact]
    public async Task DropBefore_OldDay_TakesAllThatBelongsToItAndNothingElse()
    {
        var dead = await StartLogAsync(options => options.PartitionDaysAhead = 3);
        var outcomes = Outcomes();
        await DurableAsync(dead.WriteAsync([Row("A"), Row("B")]));
        await outcomes.WriteActualsAsync(Model, [Of("A"), Of("never")]);
        await outcomes.JoinAsync(Model);
        await outcomes.WriteActualsAsync(Model, [Of("not joined")]);
        await outcomes.WriteActualsAsync(OtherModel, [Of("no joiner")]);
        await dead.StopAsync(CancellationToken.None);
        await Database.ExecuteAsync($"UPDATE log_writers SET closed_at = '{Clock.Now:O}'");
        await RejectAsync(Clock.Now);
        Clock.Now = Clock.Now.AddDays(3);
        var alive = await StartLogAsync();
        await DurableAsync(alive.WriteAsync([Row("C")]));
        await RejectAsync(Clock.Now);

        var report = await Retention.DropBeforeAsync(Today.AddDays(2));

        Assert.Equal(2, report.Actuals);
        Assert.Equal("not joined,no joiner", await Database.ScalarAsync<string>("SELECT string_agg(entity, ',' ORDER BY model_id) FROM actuals"));
        Assert.Equal(alive.Writer, await Database.ScalarAsync<long>("SELECT id FROM log_writers"));
        Assert.Equal(0, await Database.ScalarAsync<long>($"SELECT count(*) FROM log_cursors WHERE writer = {dead.Writer}"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM prediction_rejects"));
        Assert.Equal("C", Assert.Single((await alive.ReadAsync(Model, LogCursor.Start, 10)).Rows).Row.Entity);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM prediction_spans"));
    }

    [Fact]
    public async Task Join_ActualWhosePredictionIsDropped_SettlesNothingAndIsNotTriedAgain()
    {
        var log = await StartLogAsync();
        var row = Row("A");
        await DurableAsync(log.WriteAsync([row]));
        var outcomes = Outcomes();
        await outcomes.JoinAsync(Model);
        Clock.Now = Clock.Now.AddDays(3);
        await Retention.DropBeforeAsync(Today.AddDays(1));

        var receipt = await outcomes.WriteActualsAsync(Model, [Of("A"), new Actual { PredictionId = row.PredictionId, Value = 1 }]);
        var last = await outcomes.JoinAsync(Model);
        var passes = await Database.ScalarAsync<long>("SELECT passes FROM join_cursors");
        await outcomes.JoinAsync(Model);

        Assert.Equal((2, 2, 0L), (receipt.Accepted, receipt.Unmatched, last));
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT actual_seq FROM join_cursors"));
        Assert.Equal(passes, await Database.ScalarAsync<long>("SELECT passes FROM join_cursors"));
    }

    [Fact]
    public async Task Host_Runs_DropsWhatIsOlderThanItsOptionsSay()
    {
        await StartLogAsync();
        Clock.Now = Clock.Now.AddDays(9);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(Database.DataSource);
        builder.Services.AddPredictionLog();
        builder.Services.Configure<LogRetentionOptions>(options => (options.KeepDays, options.Every) = (7, TimeSpan.FromSeconds(1)));
        using var host = builder.Build();
        await host.StartAsync();

        await UntilAsync<bool>("SELECT true WHERE to_regclass('predictions_20260505') IS NULL AND to_regclass('outcomes_20260505') IS NULL");
        Clock.Now = Clock.Now.AddDays(1);
        await UntilAsync<bool>("SELECT true WHERE to_regclass('outcomes_20260506') IS NULL");

        Assert.Contains("predictions_20260507", await PartitionsAsync());
        await host.StopAsync();
    }

    [Theory]
    [InlineData(6, "KeepDays")]
    [InlineData(0, "KeepDays")]
    public async Task Host_RetentionOutOfRange_FailsTheStartAndSaysWhich(int days, string option)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(Database.DataSource);
        builder.Services.AddPredictionLog();
        builder.Services.Configure<LogRetentionOptions>(options => options.KeepDays = days);
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(option, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DropBefore_ADayThatIsStillWritten_IsRefused()
    {
        await StartLogAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Retention.DropBeforeAsync(Today));
    }

    private static Actual Of(string entity) => new() { Entity = entity, AsOf = Day, Value = 1 };

    private Task<int> RejectAsync(DateTimeOffset at) => Database.ExecuteAsync($"""
        INSERT INTO prediction_rejects (id, writer, model_id, prediction_id, sql_state, reason, payload, rejected_at)
        VALUES (gen_random_uuid(), 1, '{Model}', gen_random_uuid(), '22021', '', '', '{at:O}')
        """);

    private async Task<string[]> PartitionsAsync() =>
        await Database.ScalarAsync<string[]>("SELECT array_agg(relname::text ORDER BY relname) FROM pg_class WHERE relispartition AND relkind = 'r'");
}
