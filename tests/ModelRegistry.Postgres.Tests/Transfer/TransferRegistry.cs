using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tests.ReadModels;
using ModelRegistry.Postgres.Transfer;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Transfer;

/// <summary>A registry with its stores, and webhooks that would hear of everything.</summary>
internal sealed class TransferRegistry : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mr-transfer-").FullName;
    private readonly ServiceProvider _services;
    private readonly Dictionary<Guid, long> _tests = [];
    private int _imports;

    private TransferRegistry(TestDatabase database)
    {
        Database = database;
        History = new ModelHistory(database);
        _services = new ServiceCollection()
            .AddSingleton(new NotificationRoutes([("all", [])]))
            .AddModelRegistryPostgres(database.ConnectionString, Path.Combine(_folder, "artifacts"))
            .AddTransfer(Path.Combine(_folder, "transfer"))
            .BuildServiceProvider();
    }

    public TestDatabase Database { get; }

    /// <summary>Appends events of models.</summary>
    public ModelHistory History { get; }

    public HashChain Chain => _services.GetRequiredService<HashChain>();

    public IArtifactStore Artifacts => _services.GetRequiredService<IArtifactStore>();

    public IArtifactTrees Trees => _services.GetRequiredService<IArtifactTrees>();

    public static async Task<TransferRegistry> MakeAsync(PostgresFixture postgres) => new(await postgres.CreateDatabaseAsync());

    /// <summary>A version whose artifact and profile are stored here.</summary>
    public async Task<VersionRegistered> VersionAsync(int number)
    {
        var registered = ModelHistory.Registered(number);
        return registered with { Version = registered.Version with { ArtifactDigest = await PutAsync($"artifact {number}"), ReferenceProfileDigest = await PutAsync($"profile {number}") } };
    }

    /// <summary>A governed model with one version.</summary>
    public async Task<Guid> ModelAsync(int id, string name)
    {
        var model = Requests.Id(id);
        await History.CreateAsync(model, name);
        await History.AppendAsync(model, await VersionAsync(1));
        return model;
    }

    /// <summary>Appends events of an A/B test.</summary>
    public async Task TestAsync(int id, params ExperimentEvent[] events)
    {
        var (test, version) = (Requests.Id(id), _tests.GetValueOrDefault(Requests.Id(id)));
        var store = new EventStore(Database.DataSource, [new Experiments.ExperimentProjection()]);
        var request = Requests.Append(new StreamId("experiment", test), version, id + (int)version, events.Select(Write));
        Assert.Equal(AppendStatus.Committed, (await store.AppendAsync(request)).Status);
        _tests[test] = version + events.Length;
    }

    public async Task<byte[]> ExportAsync(Guid? model = null, bool artifacts = true)
    {
        await using var export = await _services.GetRequiredService<RegistryExport>().PrepareAsync(model, artifacts);
        using var file = new MemoryStream();
        await using (var pipe = new OneWay(file))
            await export.WriteAsync(pipe);
        return file.ToArray();
    }

    public Task<ImportReport> ImportAsync(byte[] file, bool dryRun = false, Func<StreamId, Task>? written = null) =>
        _services.GetRequiredService<RegistryImport>().RunAsync(
            new MemoryStream(file),
            new() { CommandId = Requests.Id(1000 + ++_imports), Principal = "bob", Origin = "10.0.0.7", At = Requests.Epoch.AddYears(1), DryRun = dryRun },
            written ?? (_ => Task.CompletedTask));

    /// <summary>Every row that follows from streams of models and A/B tests, without what numbers changes here, and those streams themselves.</summary>
    public async Task<string[]> TablesAsync()
    {
        var rows = new List<string>();
        foreach (var table in new[] { "models", "model_versions", "model_aliases", "version_approvals", "version_artifacts", "versions_in_production", "former_names", "experiments" })
            rows.AddRange(await ListAsync($"SELECT '{table} ' || (to_jsonb(t) - 'routing_revision')::text FROM {table} AS t ORDER BY 1"));
        rows.AddRange(await ListAsync("SELECT s::text FROM streams AS s WHERE kind <> 'import' ORDER BY 1"));
        rows.AddRange(await ListAsync("SELECT c::text FROM commands AS c WHERE stream_kind <> 'import' ORDER BY 1"));
        rows.AddRange(await ListAsync("SELECT (to_jsonb(e) - 'position' - 'xid')::text FROM events AS e WHERE stream_kind <> 'import' ORDER BY 1"));
        return [.. rows];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<string> PutAsync(string content) => (await Artifacts.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)))).Digest;

    private static NewEvent Write(ExperimentEvent one)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(one, RegistryJson.Options);
        return new NewEvent(System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("type").GetString()!, json);
    }

    private async Task<List<string>> ListAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
