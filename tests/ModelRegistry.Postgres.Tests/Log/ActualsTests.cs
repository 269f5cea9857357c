using System.Text;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

public sealed class ActualsTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    [Fact]
    public async Task Write_NewAgainAndOtherValues_FirstValueStays()
    {
        var outcomes = Outcomes();
        var prediction = Guid.CreateVersion7(Clock.Now);

        var first = await outcomes.WriteActualsAsync(Model, [Of("A", 1), Of("B", 2), new Actual { PredictionId = prediction, Value = 3 }]);
        var second = await outcomes.WriteActualsAsync(Model, [
            Of("B", 2), Of("A", 7), Of("C", 4), Of("C", 4), Of("C", 5), new Actual { PredictionId = prediction, Value = -3 }, Of("A", 1)]);
        var elsewhere = await outcomes.WriteActualsAsync(OtherModel, [Of("A", 7)]);

        AssertReceipt(first, accepted: 3, duplicates: 0, conflicts: [], unmatched: 3);
        AssertReceipt(second, accepted: 1, duplicates: 3, conflicts: [1, 4, 5], unmatched: 1);
        AssertReceipt(elsewhere, accepted: 1, duplicates: 0, conflicts: [], unmatched: 1);
        Assert.Equal("1=1,2=2,3=3,4=4", await Database.ScalarAsync<string>(
            $"SELECT string_agg(seq || '=' || value, ',' ORDER BY seq) FROM actuals WHERE model_id = '{Model}'"));
        Assert.Equal(new OutcomeCounts(4, 0, 0), await outcomes.CountAsync(Model));
    }

    [Fact]
    public async Task Write_SameInstantWrittenDifferently_IsOneName()
    {
        var outcomes = Outcomes();

        var receipt = await outcomes.WriteActualsAsync(Model, [
            new Actual { Entity = "A", AsOf = Day, Value = 1 },
            new Actual { Entity = "A", AsOf = Day.ToOffset(TimeSpan.FromHours(9)), Value = 1 },
            new Actual { Entity = "A", AsOf = Day.AddTicks(9), Value = 2 }]);

        AssertReceipt(receipt, accepted: 1, duplicates: 1, conflicts: [2], unmatched: 1);
    }

    [Fact]
    public async Task Write_BesidePredictions_CountsThoseNothingMatchesYet()
    {
        var log = await StartLogAsync();
        var row = Row("A");
        var foreign = Row("F", model: OtherModel);
        await DurableAsync(log.WriteAsync([row, foreign]));

        var receipt = await Outcomes().WriteActualsAsync(Model, [
            Of("A", 1), Of("F", 1), new Actual { PredictionId = row.PredictionId, Value = 1 }, new Actual { PredictionId = foreign.PredictionId, Value = 1 }]);

        AssertReceipt(receipt, accepted: 4, duplicates: 0, conflicts: [], unmatched: 2);
    }

    [Fact]
    public async Task Write_ManyCallersTheSameNames_StoresEachOnceWithoutGaps()
    {
        var outcomes = Outcomes();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller =>
            outcomes.WriteActualsAsync(Model, [.. Enumerable.Range(0, 50).Select(i => Of($"E{(i + (caller * 7)) % 60}", caller % 2))])));

        Assert.Equal(60, receipts.Sum(receipt => receipt.Accepted));
        Assert.Equal(8 * 50, receipts.Sum(receipt => receipt.Accepted + receipt.Duplicates + receipt.Conflicts.Length));
        Assert.Equal("60,1,60", await Database.ScalarAsync<string>("SELECT concat_ws(',', count(*), min(seq), max(seq)) FROM actuals"));
        Assert.Equal(60, await Database.ScalarAsync<long>("SELECT last_seq FROM actual_logs"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ConnectionLostAroundTheCommit_AnswersWhatReallyHappened(bool committed)
    {
        await using var proxy = Proxy();
        var outcomes = new OutcomeLog(proxy.Database, Clock);
        await outcomes.WriteActualsAsync(Model, [Of("A", 1)]);
        var commits = 0;
        proxy.Judge = (type, message) => type == 'Q' && Encoding.ASCII.GetString(message).EndsWith("COMMIT\0", StringComparison.Ordinal) && commits++ == 0
            ? committed ? Cut.AfterAnswer : Cut.Before
            : Cut.None;
        Actual[] batch = [Of("A", 1), Of("B", 2)];

        if (committed)
            AssertReceipt(await outcomes.WriteActualsAsync(Model, batch), accepted: 1, duplicates: 1, conflicts: [], unmatched: 1);
        else
            await Assert.ThrowsAsync<StoreUnavailableException>(() => outcomes.WriteActualsAsync(Model, batch));

        Assert.Equal(committed ? 2 : 1, (await outcomes.CountAsync(Model)).Actuals);
        AssertReceipt(await outcomes.WriteActualsAsync(Model, batch), committed ? 0 : 1, committed ? 2 : 1, [], committed ? 0 : 1);
    }

    [Fact]
    public async Task Write_ServerGoneAtTheCommit_SaysThatItIsNotKnown()
    {
        await using var proxy = Proxy();
        var outcomes = new OutcomeLog(proxy.Database, Clock);
        proxy.Judge = (type, message) =>
        {
            if (type != 'Q' || !Encoding.ASCII.GetString(message).EndsWith("COMMIT\0", StringComparison.Ordinal))
                return Cut.None;
            proxy.GoAway();
            return Cut.Before;
        };

        var unknown = await Assert.ThrowsAsync<StoreUnavailableException>(() => outcomes.WriteActualsAsync(Model, [Of("A", 1)]));

        Assert.Contains("send the same batch again", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value", null, "A", double.NaN)]
    [InlineData("value", null, "A", double.PositiveInfinity)]
    [InlineData("predictionId", null, null, 1)]
    [InlineData("predictionId", null, "", 1)]
    [InlineData("predictionId", "0198c0de-0000-7000-8000-00000000000a", "A", 1)]
    [InlineData("entity", null, "A<nul>", 1)]
    public async Task Write_BrokenActual_NamesThePlaceAndStoresNothing(string field, string? prediction, string? entity, double value)
    {
        var broken = new Actual { PredictionId = prediction is null ? null : new Guid(prediction), Entity = entity?.Replace("<nul>", "\0", StringComparison.Ordinal), AsOf = entity is null ? null : Day, Value = value };

        var refusal = await Assert.ThrowsAsync<InvalidLogRowException>(() => Outcomes().WriteActualsAsync(Model, [Of("A", 1), broken]));

        Assert.Equal((1, field), (refusal.Index, refusal.Field));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM actuals"));
    }

    private static Actual Of(string entity, double value) => new() { Entity = entity, AsOf = Day, Value = value };

    private static void AssertReceipt(ActualsReceipt receipt, int accepted, int duplicates, int[] conflicts, int unmatched)
    {
        Assert.Equal((accepted, duplicates, unmatched), (receipt.Accepted, receipt.Duplicates, receipt.Unmatched));
        Assert.Equal(conflicts, receipt.Conflicts);
    }
}
