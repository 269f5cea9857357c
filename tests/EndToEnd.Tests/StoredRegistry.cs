using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace EndToEnd.Tests;

/// <summary>What a host has stored, looked at in its database, whether it runs or not.</summary>
internal sealed class StoredRegistry : IAsyncDisposable
{
    private readonly PrivateDatabase _postgres;
    private readonly ServiceProvider _services;

    private StoredRegistry(PrivateDatabase postgres, string dataDirectory)
    {
        _postgres = postgres;
        _services = new ServiceCollection().AddLogging()
            .AddModelRegistryPostgres(postgres.ConnectionString, dataDirectory).BuildServiceProvider();
    }

    public static async Task<StoredRegistry> OpenAsync(string dataDirectory) =>
        new(await PrivateDatabase.OpenAsync(dataDirectory, NullLogger.Instance), dataDirectory);

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = _services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Everything that a load was told is stored is there, once.</summary>
    public async Task MustHoldAsync(HostLoad load)
    {
        var ids = load.Predictions.Keys.ToArray();
        var settled = load.Predictions.Where(one => !double.IsNaN(one.Value)).ToArray();
        Assert.Equal(ids.Length, await ScalarAsync<long>("SELECT count(*) FROM predictions WHERE prediction_id = ANY ($1)", ids));
        Assert.Equal(settled.Length, await ScalarAsync<long>(
            "SELECT count(*) FROM unnest($1::uuid[], $2::float8[]) AS s(id, value) JOIN actuals a ON a.prediction_id = s.id AND a.value = s.value",
            settled.Select(one => one.Key).ToArray(), settled.Select(one => one.Value).ToArray()));
        var made = load.Commands.Where(one => one.Method == "POST").Select(one => one.Key).ToArray();
        Assert.Equal(made.Length, await ScalarAsync<long>("SELECT count(*) FROM models WHERE name = ANY ($1)", (object)made));
        await MustBeWholeAsync();
    }

    /// <summary>Nothing is there twice, the log and its writers agree, and the chain of events is unbroken.</summary>
    public async Task MustBeWholeAsync()
    {
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM (SELECT FROM predictions GROUP BY entity HAVING count(*) > 1) AS doubled"));
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM log_writers w WHERE last_seq <> (SELECT count(*) FROM predictions p WHERE p.writer = w.id)"));
        Assert.Equal(await ScalarAsync<long>("SELECT count(*) FROM models"), await ScalarAsync<long>("SELECT count(*) FROM events WHERE version = 1 AND stream_kind = 'model'"));
        Assert.Empty((await _services.GetRequiredService<HashChain>().VerifyAsync()).Broken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
