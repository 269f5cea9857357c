using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.ReadModels;

[Collection(PostgresCollection.Name)]
public sealed class VersionEvidenceReaderTests(PostgresFixture postgres)
{
    [Fact(Timeout = 60_000)]
    public async Task Read_TogetherWithOneThatCannotBeRead_AnswersTheOthers()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var history = new ModelHistory(database);
        foreach (var model in (int[])[1, 2])
        {
            await history.CreateAsync(Requests.Id(model), $"m{model}");
            await history.AppendAsync(Requests.Id(model), ModelHistory.Registered(1));
        }

        await database.ExecuteAsync($$"""UPDATE model_versions SET metrics = '{"rank_ic": "high"}' WHERE model_id = '{{Requests.Id(2)}}'""");
        var evidence = new VersionEvidenceReader(database.DataSource);
        await using var holder = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE drift_reports IN ACCESS EXCLUSIVE MODE", holder))
            await hold.ExecuteNonQueryAsync();

        // Two that are under way take the places; what is asked then is asked together.
        List<Task<GateEvidence?>> asked = [];
        for (var sessions = 1; sessions <= 2; sessions++)
        {
            asked.Add(evidence.ReadAsync(Requests.Id(1), 1, production: null));
            await database.WaitForLocksAsync(sessions);
        }

        asked.Add(evidence.ReadAsync(Requests.Id(1), 1, production: null));
        var spoilt = evidence.ReadAsync(Requests.Id(2), 1, production: null);
        asked.Add(evidence.ReadAsync(Requests.Id(1), 1, production: null));
        await transaction.RollbackAsync();

        Assert.All(await Task.WhenAll(asked), one => Assert.Equal(470, one!.Manifest.Samples));
        await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => spoilt);
    }
}
