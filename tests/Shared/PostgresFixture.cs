using Npgsql;

namespace ModelRegistry.Tests.Shared;

/// <summary>
/// A real PostgreSQL for tests: one private server per test process, and as many freshly migrated databases as wanted.
/// Use it as a class fixture, or by <c>[Collection("postgres")]</c>.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private TestServer? _server;

    public Task InitializeAsync() => AcquireAsync();

    /// <summary>A new database with the whole schema, a copy of one that was migrated once; it knows the <see cref="InventedArtifacts"/>. Dropped when disposed.</summary>
    public Task<TestDatabase> CreateDatabaseAsync() => TestDatabase.CreateAsync(_server!.Postgres, TestServer.Template);

    /// <summary>A new database with nothing in it.</summary>
    public Task<TestDatabase> CreateEmptyDatabaseAsync() => TestDatabase.CreateAsync(_server!.Postgres, "template0");

    /// <summary>Reaches the server itself, to look at or end connections.</summary>
    public NpgsqlConnection OpenMaintenance() => new(_server!.Postgres.ConnectionStringTo("postgres"));

    public Task DisposeAsync() => TestServer.ReleaseAsync();

    private async Task AcquireAsync() => _server = await TestServer.AcquireAsync();
}
