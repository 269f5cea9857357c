using Npgsql;

namespace Orleans.InProcess;

/// <summary>The database of the runtime.</summary>
internal sealed class PostgresSource(string connectionString, RuntimeLog log, TimeProvider timeProvider) : IAsyncDisposable, IDisposable
{
    public NpgsqlDataSource Pool { get; } = NpgsqlDataSource.Create(connectionString);

    public string Database { get; } = new NpgsqlConnectionStringBuilder(connectionString).Database ?? "";

    public RuntimeLog Log => log;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>A connection outside of the pool: what it locks stays locked until it is closed.</summary>
    public NpgsqlConnection CreateOwn() => new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString);

    public ValueTask DisposeAsync() => Pool.DisposeAsync();

    public void Dispose() => Pool.Dispose();
}
