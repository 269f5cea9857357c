using GrainRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Tests.Shared;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Streams;

namespace ModelRegistry.Grains.Tests.Experiments;

/// <summary>Nudges, and what a verdict sets going.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ExperimentWakeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task ModelLogNudge_OutcomesWaiting_JoinsThemAndReachesTheTest()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database);
        var trial = new Trial("nudged");
        await trial.StartAsync(host);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Nudge(host).GetStream<long>(Nudges.ExperimentOutcomes, trial.Id.ToString("D")).SubscribeAsync((_, _) =>
        {
            told.TrySetResult();
            return Task.CompletedTask;
        });

        await trial.WriteAsync(host, day: 0);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM outcomes"));
        await Nudge(host).GetStream<long>(Nudges.ModelLog, trial.ModelId.ToString("D")).OnNextAsync(0);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Trial.Entities, await database.ScalarAsync<long>("SELECT count(*) FROM outcomes"));
        Assert.Equal(Trial.Entities, (await host.Experiment(trial.Id).Results())!.OpenUnits);
    }

    [Fact]
    public async Task Retention_TestRunsAndEnds_KeepsItsOutcomesAndThenNoMore()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var time = new ManualTime();
        await using var host = await ExperimentHost.StartAsync(
            database, configure: silo => silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, time));
        var trial = new Trial("kept");
        await trial.StartAsync(host);
        var reader = $"SELECT seq FROM log_cursors WHERE log = 'outcomes' AND reader = 'experiment {trial.Id:D}' AND model_id = '{trial.ModelId:D}'";
        Assert.Equal(0, await database.ScalarAsync<long>(reader));
        await trial.LiveAsync(host, 0, 2);
        var last = await host.Joiner(trial.ModelId).Join();
        time.Advance(TimeSpan.FromMinutes(6));
        await UntilAsync(database, $"SELECT true WHERE ({reader}) = {last}");

        Trial.Right(await host.Experiment(trial.Id).Cancel(Trial.By(), "enough"));
        time.Advance(TimeSpan.FromMinutes(6));

        await UntilAsync(database, $"SELECT true WHERE ({reader}) IS NULL");
    }

    [Fact]
    public async Task Promotion_ModelCannotBeReached_IsAskedAgainAndCarriedOutOnce()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var down = false;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await ExperimentHost.StartAsync(database, configure: silo => silo.AddIncomingGrainCallFilter(async call =>
        {
            var promotes = call.MethodName is nameof(IModelGrain.Promote);
            if (promotes && Volatile.Read(ref down))
                throw new TimeoutException("the model's host is away");
            await call.Invoke();
            if (promotes)
                asked.TrySetResult();
        }));
        var trial = new Trial("asked-again");
        await trial.StartAsync(host);
        await trial.LiveAsync(host, 0, 12);
        asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref down, true);
        Assert.Equal(ExperimentJudge.ChallengerWon, Trial.Right(await host.Experiment(trial.Id).Conclude(Trial.By(), "enough")).Verdict?.Outcome);
        Assert.Null((await host.Experiment(trial.Id).Get())!.Promotion);
        Assert.Equal(1, (await host.Model(trial.ModelId).Get())!.Production);

        Volatile.Write(ref down, false);
        await Nudge(host).GetStream<long>(Nudges.ExperimentOutcomes, trial.Id.ToString("D")).OnNextAsync(0);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await host.Experiment(trial.Id).Results();
        Assert.Equal("Version 2 was promoted.", (await host.Experiment(trial.Id).Get())!.Promotion);
        Assert.Equal(2, (await host.Model(trial.ModelId).Get())!.Production);
    }

    [Fact]
    public async Task Promotion_GatesFail_IsRecordedAsRefused()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database, "defaults: { production: { approvals: 1 } }");
        var trial = new Trial("not-approved");
        await trial.StartAsync(host);
        await trial.LiveAsync(host, 0, 12);
        Trial.Right(await host.Experiment(trial.Id).Conclude(Trial.By(), "enough"));
        var view = (await host.Experiment(trial.Id).Get())!;
        Assert.Equal(ExperimentJudge.ChallengerWon, view.Verdict?.Outcome);
        Assert.StartsWith("Version 2 was not promoted: ", view.Promotion, StringComparison.Ordinal);
        Assert.Equal(1, (await host.Model(trial.ModelId).Get())!.Production);
        Assert.Equal(view.Promotion, await database.ScalarAsync<string>("SELECT promotion FROM experiments"));
    }

    private static IStreamProvider Nudge(ExperimentHost host) => host.Services.GetRequiredService<IClusterClient>().GetStreamProvider(Nudges.Provider);

    private static async Task UntilAsync(TestDatabase database, string sql)
    {
        while (true)
        {
            await using var command = database.DataSource.CreateCommand(sql);
            if (await command.ExecuteScalarAsync() is not null)
                return;
        }
    }
}
