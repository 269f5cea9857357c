using System.Text;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

public sealed class OutcomeJoinTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    [Fact]
    public async Task Join_BothOrdersBothArmsAndByPrediction_SettlesEachPredictionOnce()
    {
        var log = await StartLogAsync();
        var outcomes = Outcomes();
        var arms = new[] { Row("A"), Row("A", role: TrafficRole.Challenger) with { Variant = "b", Version = 2 }, Row("A", role: TrafficRole.Shadow) };
        var byId = Row("");
        var never = Row("N");
        var late = Row("L");
        await DurableAsync(log.WriteAsync([.. arms, byId, never, Row("A", model: OtherModel)]));
        await outcomes.WriteActualsAsync(Model, [Of("A", 1.5), Of("L", 2.5), Of("X", 9), new Actual { PredictionId = byId.PredictionId, Value = 3.5 }]);

        Assert.Equal(4, await outcomes.JoinAsync(Model));
        await DurableAsync(log.WriteAsync([late]));
        Assert.Equal(5, await outcomes.JoinAsync(Model));
        Assert.Equal(5, await outcomes.JoinAsync(Model));

        var written = await outcomes.ReadAsync(Model, 0, 100);
        Assert.Equal([1L, 2, 3, 4, 5], written.Select(outcome => outcome.Sequence));
        Assert.Equal(
            arms.Select(arm => (arm.PredictionId, 1.5)).Append((byId.PredictionId, 3.5)).Append((late.PredictionId, 2.5)).Order(),
            written.Select(outcome => (outcome.PredictionId, outcome.Value)).Order());
        Assert.Equal(new OutcomeCounts(4, 3, 5), await outcomes.CountAsync(Model));
        Assert.Equal(0, await outcomes.JoinAsync(OtherModel));
    }

    [Fact]
    public async Task Join_Outcome_CarriesWhatReadersNeedOfThePrediction()
    {
        var log = await StartLogAsync();
        var outcomes = Outcomes();
        var row = Row("A", Day.AddTicks(10)) with { Role = TrafficRole.Challenger, ExperimentId = Guid.CreateVersion7(Clock.Now), Variant = "b", Version = 3, Unit = "u" };
        await DurableAsync(log.WriteAsync([row]));
        await outcomes.WriteActualsAsync(Model, [new Actual { Entity = "A", AsOf = Day.AddTicks(10), Value = -0.25 }]);
        await outcomes.JoinAsync(Model);

        Assert.Equal(
            new Outcome
            {
                Sequence = 1, PredictionId = row.PredictionId, Version = 3, Role = TrafficRole.Challenger, ExperimentId = row.ExperimentId, Variant = "b",
                Entity = "A", AsOf = Day.AddTicks(10), Unit = "u", Score = row.Score, Value = -0.25,
            },
            Assert.Single(await outcomes.ReadAsync(Model, 0, 10)));
    }

    [Fact]
    public async Task Join_SeveralActualsForOnePrediction_TheFirstInTheLogWins()
    {
        var log = await StartLogAsync();
        var outcomes = Outcomes();
        var early = Row("A");
        var late = Row("A");
        await outcomes.WriteActualsAsync(Model, [new Actual { PredictionId = early.PredictionId, Value = 1 }]);
        await outcomes.WriteActualsAsync(Model, [Of("A", 2), new Actual { PredictionId = late.PredictionId, Value = 3 }]);
        await DurableAsync(log.WriteAsync([early]));
        await outcomes.JoinAsync(Model);
        await DurableAsync(log.WriteAsync([late]));
        await outcomes.JoinAsync(Model);

        Assert.Equal([1, 2], (await outcomes.ReadAsync(Model, 0, 10)).Select(outcome => outcome.Value));
        Assert.Equal(new OutcomeCounts(3, 2, 2), await outcomes.CountAsync(Model));
    }

    [Fact]
    public async Task Join_FlushThatCommitsAfterOthersWereJoined_IsNotMissed()
    {
        var slow = await StartLogAsync();
        var quick = await StartLogAsync();
        var outcomes = Outcomes();
        await Database.ExecuteAsync($$"""
            CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(77); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER wait_at_commit AFTER UPDATE ON log_writers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (new.id = {{slow.Writer}}) EXECUTE FUNCTION wait_at_commit()
            """);
        var blocker = await Database.DataSource.OpenConnectionAsync();
        await using var hold = blocker.CreateCommand();
        hold.CommandText = "SELECT pg_advisory_lock(77)";
        await hold.ExecuteNonQueryAsync();

        var pending = await slow.WriteAsync([Row("A"), Row("B")]);
        await UntilAsync<int>("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'prediction log writer%' AND datname = current_database() AND wait_event_type = 'Lock'");
        await DurableAsync(quick.WriteAsync([Row("A"), Row("C")]));
        await outcomes.WriteActualsAsync(Model, [Of("A", 1), Of("B", 2), Of("C", 3)]);
        var before = await outcomes.JoinAsync(Model);
        hold.CommandText = "SELECT pg_advisory_unlock(77)";
        await hold.ExecuteNonQueryAsync();
        await blocker.DisposeAsync();
        await pending;

        Assert.Equal((2L, 4L), (before, await outcomes.JoinAsync(Model)));
    }

    [Fact]
    public async Task Join_ManyJoinersAtOnce_WriteEachOutcomeOnceWithoutGaps()
    {
        var log = await StartLogAsync();
        var outcomes = Outcomes(passRows: 17);
        await DurableAsync(log.WriteAsync(Rows(150)));
        await outcomes.WriteActualsAsync(Model, [.. Enumerable.Range(0, 150).Select(i => Of($"T{i}", i))]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => outcomes.JoinAsync(Model)));

        Assert.All(answers, answer => Assert.Equal(150, answer));
        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long)i), (await outcomes.ReadAsync(Model, 0, 1000)).Select(outcome => outcome.Sequence));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Join_AnyOrderOfWritersActualsAndJoiners_EqualsTheJoinFromScratch(int seed)
    {
        var random = new Random(seed);
        PredictionLog[] writers = [await StartLogAsync(), await StartLogAsync(), await StartLogAsync()];
        var outcomes = Outcomes(passRows: 13);
        var predictions = Enumerable.Range(0, 240).Select(i => Row($"E{random.Next(40)}", Day.AddDays(random.Next(3)))).ToArray();
        var actuals = predictions.OrderBy(_ => random.Next()).Take(160)
            .Select((row, i) => random.Next(3) == 0
                ? new Actual { PredictionId = row.PredictionId, Value = i }
                : new Actual { Entity = row.Entity, AsOf = row.AsOf, Value = i })
            .ToArray();

        await Task.WhenAll([
            .. predictions.Chunk(8).Select((rows, i) => DurableAsync(writers[i % 3].WriteAsync(rows))),
            .. actuals.Chunk(10).Select(batch => outcomes.WriteActualsAsync(Model, batch)),
            .. Enumerable.Range(0, 12).Select(_ => outcomes.JoinAsync(Model))]);
        var last = await outcomes.JoinAsync(Model);
        var incremental = await PairsAsync(outcomes);
        await Database.ExecuteAsync("TRUNCATE outcomes, join_cursors, log_cursors");
        await Outcomes().JoinAsync(Model);

        Assert.Equal(last, incremental.Count);
        Assert.Equal(incremental, await PairsAsync(outcomes));
        Assert.Equal(await BruteForceAsync(), incremental);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Join_ConnectionLostAroundTheCommit_WritesEachOutcomeOnce(bool committed)
    {
        var log = await StartLogAsync();
        await DurableAsync(log.WriteAsync(Rows(40)));
        await Outcomes().WriteActualsAsync(Model, [.. Enumerable.Range(0, 40).Select(i => Of($"T{i}", i))]);
        await using var proxy = Proxy();
        var commits = 0;
        proxy.Judge = (type, message) => type == 'Q' && Encoding.ASCII.GetString(message).EndsWith("COMMIT\0", StringComparison.Ordinal) && ++commits == 2
            ? committed ? Cut.AfterAnswer : Cut.Before
            : Cut.None;
        var outcomes = new OutcomeLog(proxy.Database, Clock, passRows: 10);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => outcomes.JoinAsync(Model));
        Assert.Equal(committed ? 20 : 10, (await Outcomes().ReadAsync(Model, 0, 100)).Count);
        Assert.Equal(40, await outcomes.JoinAsync(Model));

        var written = await outcomes.ReadAsync(Model, 0, 100);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), written.Select(outcome => outcome.Sequence));
        Assert.Equal(40, written.DistinctBy(outcome => outcome.PredictionId).Count());
    }

    [Fact]
    public async Task Read_AfterASequenceAndByAsOf_GivesTheAskedPart()
    {
        var log = await StartLogAsync();
        var outcomes = Outcomes();
        for (var day = 2; day >= 0; day--)
        {
            await DurableAsync(log.WriteAsync([Row("A", Day.AddDays(day)), Row("A", Day.AddDays(day)) with { Version = 2 }]));
            await outcomes.WriteActualsAsync(Model, [new Actual { Entity = "A", AsOf = Day.AddDays(day), Value = day }]);
            await outcomes.JoinAsync(Model);
        }

        var byAsOf = new List<(int Version, double Value)>();
        await foreach (var outcome in outcomes.ReadByAsOfAsync(Model, 2, Day, Day.AddDays(2)))
            byAsOf.Add((outcome.Version, outcome.Value));

        Assert.Equal([3L, 4], (await outcomes.ReadAsync(Model, 2, 2)).Select(outcome => outcome.Sequence));
        Assert.Equal([(2, 0), (2, 1)], byAsOf);
    }

    private static Actual Of(string entity, double value) => new() { Entity = entity, AsOf = Day, Value = value };

    private static async Task<List<(Guid, double)>> PairsAsync(OutcomeLog outcomes) =>
        [.. (await outcomes.ReadAsync(Model, 0, 10_000)).Select(outcome => (outcome.PredictionId, outcome.Value)).Order()];

    /// <summary>The definition: every prediction with the first actual of the log that names it.</summary>
    private async Task<List<(Guid, double)>> BruteForceAsync()
    {
        await using var command = Database.DataSource.CreateCommand("""
            SELECT DISTINCT ON (p.prediction_id) p.prediction_id, a.value FROM predictions p JOIN actuals a
            ON a.model_id = p.model_id AND (a.prediction_id = p.prediction_id OR (a.entity = p.entity AND a.as_of = p.as_of))
            ORDER BY p.prediction_id, a.seq
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var pairs = new List<(Guid, double)>();
        while (await reader.ReadAsync())
            pairs.Add((reader.GetGuid(0), reader.GetDouble(1)));
        pairs.Sort();
        return pairs;
    }
}
