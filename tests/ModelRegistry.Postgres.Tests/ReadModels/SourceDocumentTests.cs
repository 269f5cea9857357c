using System.Text;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.ReadModels.ModelHistory;

namespace ModelRegistry.Postgres.Tests.ReadModels;

[Collection(PostgresCollection.Name)]
public sealed class SourceDocumentTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Guid A = Requests.Id(101);
    private TestDatabase _database = null!;
    private ModelHistory _history = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _history = new ModelHistory(_database);
        await _history.CreateAsync(A, "elsewhere");
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Theory]
    [InlineData("s3://models/one", true, """{"runId":"0197a3c5000070008000000000000001","source":"s3://models/one"}""")]
    [InlineData("gs://b/\"ü\" '; DROP TABLE artifacts --", false, """{"source":"gs://b/\"ü\" '; DROP TABLE artifacts --"}""")]
    public void Of_SourceAndRun_IsCanonicalJson(string source, bool ofRun, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(SourceDocument.Of(source, ofRun ? Run : null)));

    [Fact]
    public async Task Project_VersionFromElsewhere_StoresItsDocumentWithTheEvent()
    {
        var result = await _history.AppendAsync(A, From(1, "s3://models/one"), From(2, "s3://models/two"), From(3, "s3://models/one"));

        Assert.Equal(AppendStatus.Committed, result.Status);
        Assert.Equal(SourceDocument.Of("s3://models/one", Run), await ReadAsync("s3://models/one"));
        Assert.Equal(SourceDocument.Of("s3://models/two", Run), await ReadAsync("s3://models/two"));
    }

    [Fact]
    public async Task Project_Refused_LeavesNoDocument()
    {
        var result = await _history.AppendAsync(A, From(1, "s3://models/one"), Registered(2, semantic: From(1, "").SemanticVersion));

        Assert.Equal(AppendStatus.Violation, result.Status);
        Assert.Null(await ReadAsync("s3://models/one"));
    }

    [Fact]
    public async Task Project_ArtifactThatIsNotOfTheSource_MustBeStoredAlready()
    {
        var other = From(1, "s3://models/one", digest: SourceDigest("s3://models/two"));

        Assert.Equal("version_artifacts_stored", (await _history.AppendAsync(A, other)).Constraint);
    }

    [Fact]
    public async Task Project_DocumentThatIsBeingCollected_IsStoredAgain()
    {
        await _history.AppendAsync(A, From(1, "s3://models/one"));
        await _database.ExecuteAsync("DELETE FROM version_artifacts");
        await using var collecting = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await collecting.BeginTransactionAsync();
        await new Npgsql.NpgsqlCommand($"DELETE FROM artifacts WHERE digest = '{SourceDigest("s3://models/one")}'", collecting).ExecuteNonQueryAsync();

        var registered = _history.AppendAsync(A, From(2, "s3://models/one"));
        await _database.WaitForLocksAsync(sessions: 1);
        await transaction.CommitAsync();

        Assert.Equal(AppendStatus.Committed, (await registered).Status);
        Assert.NotNull(await ReadAsync("s3://models/one"));
    }

    /// <summary>Who has the first of two documents and wants the second next never waits for one who has the second.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Project_SeveralDocuments_AreLockedInTheOrderOfTheirDigests()
    {
        string[] sources = [.. new[] { "s3://models/one", "s3://models/two" }.OrderByDescending(SourceDigest, StringComparer.Ordinal)];
        await using var other = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await HoldAsync(other, sources[1]);

        var registered = _history.AppendAsync(A, From(1, sources[0]), From(2, sources[1]));
        await _database.WaitForLocksAsync(sessions: 1);
        await HoldAsync(other, sources[0]);
        await transaction.CommitAsync();

        Assert.Equal(AppendStatus.Committed, (await registered).Status);
    }

    [Fact]
    public async Task Project_SameSourcesInManyModelsAtOnce_AreAllRegistered()
    {
        string[] sources = ["s3://models/one", "s3://models/two", "s3://models/three"];
        var models = Enumerable.Range(0, 24).Select(n => (Id: Requests.Id(500 + n), Sources: n % 2 == 0 ? sources : [.. sources.Reverse()])).ToArray();
        foreach (var (id, _) in models)
            await _history.CreateAsync(id, $"model-{id}");

        var results = await Task.WhenAll(models.Select((model, n) => Task.Run(() => _history.Store.AppendAsync(Requests.Append(
            new StreamId("model", model.Id), 1, 5_000 + n, model.Sources.Select((source, i) => Write(From(i + 1, source))))))));

        Assert.All(results, result => Assert.Equal(AppendStatus.Committed, result.Status));
        Assert.Equal(72, await _database.ScalarAsync<long>("SELECT count(*) FROM version_artifacts"));
    }

    [Fact]
    public async Task Rebuild_DocumentThatWasLost_IsThereAgain()
    {
        await _history.AppendAsync(A, From(1, "s3://models/one"));
        await _database.ExecuteAsync($"DELETE FROM version_artifacts; DELETE FROM artifacts WHERE digest = '{SourceDigest("s3://models/one")}'");

        await new ReadModelRebuilder(_database.DataSource, [new ModelProjection()]).RebuildAsync();

        Assert.NotNull(await ReadAsync("s3://models/one"));
    }

    /// <summary>Fails where it has to wait.</summary>
    private static async Task HoldAsync(Npgsql.NpgsqlConnection connection, string source)
    {
        await using var command = new Npgsql.NpgsqlCommand(
            $"SET LOCAL lock_timeout = '100ms'; INSERT INTO artifacts (digest, size, created_at, touched_at, bytes) VALUES ('{SourceDigest(source)}', 0, now(), now(), '')", connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<byte[]?> ReadAsync(string source)
    {
        await using var command = _database.DataSource.CreateCommand("SELECT bytes FROM artifacts WHERE digest = $1 AND size = octet_length(bytes)");
        command.Parameters.AddWithValue(SourceDigest(source));
        return (byte[]?)await command.ExecuteScalarAsync();
    }
}
