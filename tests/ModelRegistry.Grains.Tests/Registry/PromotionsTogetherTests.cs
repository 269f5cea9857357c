using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Grains.Tests.Sequences;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>Promotions of many models by two hosts, which go together in transactions, while connections end and the database restarts.</summary>
[Collection(ModelRegistry.Tests.Shared.PostgresCollection.Name)]
public sealed class PromotionsTogetherTests : IDisposable
{
    private const int Models = 40, Rounds = 6;
    private const string Policy = "defaults: { production: { supersededTo: Staging } }";

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"mr-together-{Environment.ProcessId}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact(Timeout = 120_000)]
    public async Task Promote_ManyModelsWhileTheDatabaseFails_EachAnsweredOnceAndNothingElseWritten()
    {
        await using var server = await SequenceServer.StartAsync(folder);
        await using var one = await RegistryHost.StartAsync(server.ConnectionString, Policy);
        await using var other = await RegistryHost.StartAsync(server.ConnectionString, Policy);
        var models = await Task.WhenAll(Enumerable.Range(0, Models).Select(_ => PrepareAsync(one)));

        var answered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var calls = models.SelectMany(model => new[] { PromoteAsync(one, model, 1 + round % 2), PromoteAsync(other, model, 3 + round % 2) }).ToArray();
            await (round % 2 == 0 ? server.EndConnectionsAsync() : server.RestartAsync());
            answered += (await Task.WhenAll(calls)).Count(promoted => promoted);
        }

        Assert.True(answered >= Models * Rounds);
        await using var checks = NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        Assert.Equal(answered, await CountAsync(checks, "SELECT count(*) FROM events WHERE type = 'promotion-decided'"));
        Assert.Equal(Models, await CountAsync(checks, """
            SELECT count(*) FROM models m WHERE m.revision = (SELECT version FROM streams s WHERE s.id = m.id)
                AND ARRAY[m.production] = ARRAY(SELECT number FROM model_versions v WHERE v.model_id = m.id AND v.stage = 'Production')
                AND ARRAY[m.production] = ARRAY(SELECT number FROM versions_in_production p WHERE p.model_id = m.id)
            """));
        Assert.True((await one.Services.GetRequiredService<HashChain>().VerifyAsync()).Whole);
    }

    private static async Task<Guid> PrepareAsync(RegistryHost host)
    {
        var id = Commands.NewId();
        await host.Model(id).Create(Commands.By(), new CreateModel { Name = $"together-{id}" });
        for (var number = 1; number <= 4; number++)
            await host.Model(id).Register(Commands.By(), Commands.Version(number));
        return id;
    }

    /// <summary>Sends the same command until it is answered.</summary>
    private static async Task<bool> PromoteAsync(RegistryHost host, Guid model, int number)
    {
        var context = Commands.By();
        while (true)
        {
            var answer = await host.Model(model).Promote(context, new PromoteVersion { Number = number });
            if (answer.Refusal?.Kind != RefusalKind.Unavailable)
            {
                Assert.True(answer.Refusal is null || answer.Refusal.Code == "already_in_stage", answer.Refusal?.Detail);
                return answer.Refusal is null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
