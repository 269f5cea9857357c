using System.Net;
using ModelRegistry.Http.Tests.Hosting;
using ModelRegistry.Postgres.Log;
using Npgsql;

namespace ModelRegistry.Http.Tests;

/// <summary>What callers and probes are told when the log has no room, or takes nothing any more.</summary>
public sealed class FullLogTests
{
    private const string One = """{"instances": [{"features": {"a": 1, "b": 2}}]}""";

    [Theory]
    [InlineData(FullBufferPolicy.Reject)]
    [InlineData(FullBufferPolicy.Serve)]
    public async Task Predict_LogFull_IsRefusedOrServedUnloggedByPolicy(FullBufferPolicy policy)
    {
        var server = new RegistryServer { Configure = log => (log.Capacity, log.BatchRows, log.WhenFull) = (1, 1, policy) };
        await server.InitializeAsync();
        try
        {
            var model = await server.ServingModelAsync();
            await using var blocker = await server.Database.DataSource.OpenConnectionAsync();
            await ExecuteAsync(blocker, "BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE");
            var held = await server.Admin.MustAsync("POST", $"models/{model}/predict", One);
            Assert.Equal("buffered", held["logged"]!.GetValue<string>());

            var full = await server.Admin.PostAsync($"models/{model}/predict", One);
            if (policy == FullBufferPolicy.Serve)
                Assert.Equal(("no", 3.0), (full.Json["logged"]!.GetValue<string>(), full.Json["predictions"]![0]!["score"]!.GetValue<double>()));
            else
                full.MustBeProblem(503, "log_full", "try again");
            (await server.Admin.PostAsync($"models/{model}/predict", One.Replace("{\"instances", "{\"durable\": true, \"instances", StringComparison.Ordinal))).MustBeProblem(503, "log_full", "try again");
            var ready = await HealthAsync(server, "ready");
            await ExecuteAsync(blocker, "ROLLBACK");

            Assert.Equal((HttpStatusCode.OK, policy == FullBufferPolicy.Serve ? "Degraded" : "Healthy"), ready);
            var status = (await server.Admin.GetAsync($"models/{model}/status")).Json;
            Assert.Equal(policy == FullBufferPolicy.Serve ? 1 : 0, status["unlogged"]!.GetValue<long>());
            Assert.Equal(policy == FullBufferPolicy.Serve ? 1 : 2, status["refused"]!.GetValue<long>());
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Health_WriterIsFenced_HostIsNoLongerAlive()
    {
        var server = new RegistryServer();
        await server.InitializeAsync();
        try
        {
            var model = await server.ServingModelAsync();
            Assert.Equal((HttpStatusCode.OK, "Healthy"), await HealthAsync(server, "live"));
            await server.Database.ExecuteAsync("UPDATE log_writers SET closed = true, closed_at = now(), closed_why = 'closed by a test'");

            (await server.Admin.PostAsync($"models/{model}/predict", """{"durable": true, "instances": [{}]}""")).MustBeProblem(503, "log_fenced", "closed by a test");

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await HealthAsync(server, "live"));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await HealthAsync(server, "ready"));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<(HttpStatusCode Code, string Said)> HealthAsync(RegistryServer server, string probe)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.GetAsync($"health/{probe}");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
