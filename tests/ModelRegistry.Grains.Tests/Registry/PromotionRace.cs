using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>
/// Callers of a model's grain, and a second activation of it on another host, promote different versions at the same time; and a
/// writer that slept through the round appends at the version it knew. A caller that is told that the database is away sends the same command again.
/// </summary>
internal sealed class PromotionRace(int callers, RegistryHost host, RegistryHost elsewhere, NpgsqlDataSource checks)
{
    // What is superseded goes back to Staging, so that it can be promoted again and again.
    private const string Policy = "defaults: { production: { supersededTo: Staging } }";

    private readonly Guid id = Commands.NewId();
    private long promoted;

    private StreamId Stream => new("model", id);

    private IEventStore Store => host.Services.GetRequiredService<IEventStore>();

    /// <summary>Runs the rounds, and looks after each whether exactly one version is in production, and at the end whether events and tables say the same.</summary>
    /// <param name="connectionString">A migrated database.</param>
    /// <param name="callers">At once.</param>
    /// <param name="rounds">One after the other.</param>
    /// <param name="during">Happens in the middle of each round; null for nothing.</param>
    /// <returns>Promotions.</returns>
    public static async Task<long> RunAsync(string connectionString, int callers, int rounds, Func<int, Task>? during = null)
    {
        await using var checks = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var host = await RegistryHost.StartAsync(connectionString, Policy);
        await using var elsewhere = await RegistryHost.StartAsync(connectionString, Policy);
        var race = new PromotionRace(callers, host, elsewhere, checks);
        await race.PrepareAsync();
        for (var round = 0; round < rounds; round++)
            await race.RoundAsync(during is null ? Task.CompletedTask : during(round));
        await race.CheckReadModelAsync();
        return race.promoted;
    }

    private async Task PrepareAsync()
    {
        var model = host.Model(id);
        await model.Create(Commands.By(), new CreateModel { Name = $"contested-{id}" });
        for (var number = 1; number <= callers + 2; number++)
            await model.Register(Commands.By(), Commands.Version(number));
        await model.Promote(Commands.By(), new PromoteVersion { Number = callers + 2 });
    }

    private async Task RoundAsync(Task during)
    {
        var known = (await host.Model(id).Get())!.Revision;
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(1, callers).Select(number => After(start.Task, () => Promote(host, number))).ToList();
        calls.Add(After(start.Task, () => Promote(elsewhere, callers + 1)));
        start.SetResult();
        var answers = await Task.WhenAll(calls);
        await during;

        Assert.All(answers, answer => Assert.True(answer.Refusal?.Code is null or "contended" or "already_in_stage", answer.Refusal?.Detail));
        Assert.Contains(answers, answer => answer.Value is not null);
        promoted += answers.Count(answer => answer.Value is not null);
        var last = answers.Where(answer => answer.Value is not null).MaxBy(answer => answer.Revision)!.Value!.Version.Number;
        Assert.Equal(AppendStatus.Conflict, (await AppendAtAsync(known)).Status);
        Assert.Equal([last], await InProductionAsync());
    }

    private async Task CheckReadModelAsync()
    {
        var ledger = new EventLedger<ModelState, ModelEvent>(Store, Stream, ModelState.Empty(id), ModelFold.Apply);
        await ledger.CatchUpAsync();
        Assert.Equal([ledger.State.Production!.Value], await InProductionAsync());
        Assert.Equal(
            string.Join(' ', ledger.State.Versions.Select(row => row.Stage)),
            await ScalarAsync<string>("SELECT string_agg(stage, ' ' ORDER BY number) FROM model_versions WHERE model_id = $1"));
        Assert.Equal(ledger.Revision, await ScalarAsync<long>("SELECT revision FROM models WHERE id = $1"));

        // The first promotion, and each that was answered, stands in the log once.
        Assert.Equal(promoted + 1, await ScalarAsync<long>("SELECT count(*) FROM events WHERE stream_kind = 'model' AND stream_id = $1 AND type = 'promotion-decided'"));
        Assert.True((await host.Services.GetRequiredService<HashChain>().VerifyAsync(Stream, _ => ValueTask.CompletedTask, CancellationToken.None)).Whole);

        // Both activations see the same once they have decided something: the second one was behind.
        await elsewhere.Model(id).SetAlias(Commands.By(), new SetAlias { Alias = "champion", Number = ledger.State.Production.Value });
        await host.Model(id).SetAlias(Commands.By(), new SetAlias { Alias = "last", Number = 1 });
        Assert.Equal(1, (await host.Model(id).Get())!.Aliases.GetValueOrDefault("last"));
        Assert.Equal(2, (await host.Model(id).Get())!.Aliases.Count);
    }

    private static async Task<T> After<T>(Task start, Func<Task<T>> action)
    {
        await start;
        return await action();
    }

    private async Task<Answer<PromotionView>> Promote(RegistryHost on, int number)
    {
        var context = Commands.By($"caller-{number}");
        while (true)
        {
            var answer = await on.Model(id).Promote(context, new PromoteVersion { Number = number });
            if (answer.Refusal?.Kind != RefusalKind.Unavailable || answer.Refusal.Code == "contended")
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>What a writer does that decided long ago and asks nobody before it writes.</summary>
    private Task<AppendResult> AppendAtAsync(long version)
    {
        ModelEvent moved = new StageMoved { Number = callers + 2, From = Stage.Staging, To = Stage.Production, Cause = "transition" };
        return Store.AppendAsync(new AppendRequest
        {
            Stream = Stream,
            ExpectedVersion = version,
            CommandId = Commands.NewId(),
            Fingerprint = "stale",
            Actor = "sleeper",
            At = Commands.Start,
            Events = [new NewEvent("stage-moved", JsonSerializer.SerializeToUtf8Bytes(moved, RegistryJson.Options))],
            Result = "{}"u8.ToArray(),
        });
    }

    private async Task<IEnumerable<int>> InProductionAsync()
        => await ScalarAsync<int[]>("SELECT coalesce(array_agg(number), '{}') FROM model_versions WHERE model_id = $1 AND stage = 'Production'");

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = checks.CreateCommand(sql);
        command.Parameters.AddWithValue(id);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
