using ModelRegistry.Core.Experiments;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Experiments;

/// <summary>Whatever is left of the snapshot, the log gives the same figures bit for bit.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ExperimentRecoveryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Results_SnapshotKeptOldOrGone_AreTheSameBits()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var trial = new Trial("recovery");
        await using (var host = await ExperimentHost.StartAsync(database))
        {
            await trial.StartAsync(host);
            await trial.LiveAsync(host, 0, 5);
            await host.Experiment(trial.Id).Results();
        }

        await database.ExecuteAsync($"CREATE TABLE old AS SELECT * FROM {TestCluster.States}");
        string expected;
        await using (var host = await ExperimentHost.StartAsync(database))
        {
            await trial.LiveAsync(host, 5, 13);
            expected = Trial.Text(await host.Experiment(trial.Id).Results());
        }

        Assert.Equal(expected, await ResultsAfter(database, trial, "SELECT 1"));
        Assert.Equal(1, await database.ExecuteAsync(
            $"UPDATE {TestCluster.States} s SET {TestCluster.StatePayload} = old.{TestCluster.StatePayload} FROM old WHERE old.{TestCluster.StateKey} = s.{TestCluster.StateKey}"));
        Assert.Equal(expected, await ResultsAfter(database, trial, "SELECT 1"));
        Assert.Equal(expected, await ResultsAfter(database, trial, $"DELETE FROM {TestCluster.States}"));
    }

    [Fact]
    public async Task Verdict_SnapshotGone_StaysAndItsFiguresToo()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var trial = new Trial("verdict-stays");
        string view, results;
        await using (var host = await ExperimentHost.StartAsync(database))
        {
            await trial.StartAsync(host);
            await trial.LiveAsync(host, 0, 12);
            Trial.Right(await host.Experiment(trial.Id).Conclude(Trial.By(), "enough"));
            view = Trial.Text(await host.Experiment(trial.Id).Get());
            results = Trial.Text(await host.Experiment(trial.Id).Results());

            // These come after the verdict and belong to none.
            await trial.LiveAsync(host, 12, 15);
        }

        Assert.Equal(results, await ResultsAfter(database, trial, $"DELETE FROM {TestCluster.States}"));
        await using var again = await ExperimentHost.StartAsync(database);
        Assert.Equal(view, Trial.Text(await again.Experiment(trial.Id).Get()));
        Assert.Equal(ExperimentJudge.ChallengerWon, (await again.Experiment(trial.Id).Get())!.Verdict!.Outcome);
    }

    private static async Task<string> ResultsAfter(TestDatabase database, Trial trial, string damage)
    {
        await database.ExecuteAsync(damage);
        await using var host = await ExperimentHost.StartAsync(database);
        return Trial.Text(await host.Experiment(trial.Id).Results());
    }
}
