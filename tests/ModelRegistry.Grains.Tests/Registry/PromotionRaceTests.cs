using System.Globalization;
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
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>
/// Eight callers of the grain, and a second activation of it on another host, promote different versions at the same time; and a
/// writer that slept through a round appends at the version it knew. <c>MODELREG_RACE_ROUNDS</c> sets another number than 1,000 rounds.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class PromotionRaceTests(PostgresFixture postgres)
{
    private const int Callers = 8;

    // What is superseded goes back to Staging, so that it can be promoted again and again.
    private const string Policy = "defaults: { production: { supersededTo: Staging } }";
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("MODELREG_RACE_ROUNDS") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Promote_ManyWritersAtOnce_LeavesExactlyOneInProductionEachRound()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await RegistryHost.StartAsync(database, Policy);
        await using var elsewhere = await RegistryHost.StartAsync(database, Policy);
        var race = new Race(host, elsewhere, database, Commands.NewId());
        await race.PrepareAsync();
        for (var round = 0; round < Rounds; round++)
            await race.RunAsync();
        await race.CheckReadModelAsync();
    }

    private sealed class Race(RegistryHost host, RegistryHost elsewhere, TestDatabase database, Guid id)
    {
        private readonly StreamId stream = new("model", id);

        public async Task PrepareAsync()
        {
            var model = host.Model(id);
            await model.Create(Commands.By(), new CreateModel { Name = "contested" });
            for (var number = 1; number <= Callers + 2; number++)
                await model.Register(Commands.By(), Commands.Version(number));
            await model.Promote(Commands.By(), new PromoteVersion { Number = Callers + 2 });
        }

        public async Task RunAsync()
        {
            var known = (await host.Model(id).Get())!.Revision;
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var callers = Enumerable.Range(1, Callers).Select(number => After(start.Task, () => Promote(host, number))).ToList();
            callers.Add(After(start.Task, () => Promote(elsewhere, Callers + 1)));
            start.SetResult();
            var answers = await Task.WhenAll(callers);

            Assert.All(answers, answer => Assert.True(answer.Refusal?.Code is null or "contended" or "already_in_stage", answer.Refusal?.Detail));
            Assert.Contains(answers, answer => answer.Value is not null);
            var last = answers.Where(answer => answer.Value is not null).MaxBy(answer => answer.Revision)!.Value!.Version.Number;
            Assert.Equal(AppendStatus.Conflict, (await AppendAtAsync(known)).Status);
            Assert.Equal([last], await InProductionAsync());
        }

        public async Task CheckReadModelAsync()
        {
            var ledger = new EventLedger<ModelState, ModelEvent>(Store, stream, ModelState.Empty(id), ModelFold.Apply);
            await ledger.CatchUpAsync();
            Assert.Equal(await InProductionAsync(), [ledger.State.Production!.Value]);
            Assert.Equal(
                string.Join(' ', ledger.State.Versions.Select(row => row.Stage)),
                await database.ScalarAsync<string>("SELECT string_agg(stage, ' ' ORDER BY number) FROM model_versions"));
            Assert.Equal(ledger.Revision, await database.ScalarAsync<long>("SELECT revision FROM models"));

            // Both activations see the same once they have decided something: the second one was behind.
            await elsewhere.Model(id).SetAlias(Commands.By(), new SetAlias { Alias = "champion", Number = ledger.State.Production.Value });
            await host.Model(id).SetAlias(Commands.By(), new SetAlias { Alias = "last", Number = 1 });
            Assert.Equal(1, (await host.Model(id).Get())!.Aliases.GetValueOrDefault("last"));
            Assert.Equal(2, (await host.Model(id).Get())!.Aliases.Count);
        }

        private IEventStore Store => host.Services.GetRequiredService<IEventStore>();

        private static async Task<T> After<T>(Task start, Func<Task<T>> action)
        {
            await start;
            return await action();
        }

        private Task<Answer<PromotionView>> Promote(RegistryHost on, int number)
            => on.Model(id).Promote(Commands.By($"caller-{number}"), new PromoteVersion { Number = number });

        /// <summary>What a writer does that decided long ago and asks nobody before it writes.</summary>
        private Task<AppendResult> AppendAtAsync(long version)
        {
            ModelEvent moved = new StageMoved { Number = Callers + 2, From = Stage.Staging, To = Stage.Production, Cause = "transition" };
            return Store.AppendAsync(new AppendRequest
            {
                Stream = stream,
                ExpectedVersion = version,
                CommandId = Commands.NewId(),
                Fingerprint = "stale",
                Actor = "sleeper",
                At = Commands.Start,
                Events = [new NewEvent("stage-moved", JsonSerializer.SerializeToUtf8Bytes(moved, RegistryJson.Options))],
                Result = "{}"u8.ToArray(),
            });
        }

        private async Task<List<int>> InProductionAsync()
        {
            await using var command = database.DataSource.CreateCommand("SELECT number FROM model_versions WHERE stage = 'Production'");
            await using var reader = await command.ExecuteReaderAsync();
            var numbers = new List<int>();
            while (await reader.ReadAsync())
                numbers.Add(reader.GetInt32(0));
            return numbers;
        }
    }
}
