using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Grains.Tests.Experiments;

[Collection(PostgresCollection.Name)]
public sealed class TestedVersionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Delete_OfAVersionInATest_WaitsForItsEnd()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database);
        var trial = new Trial("running");
        await trial.StartAsync(host);
        var model = host.Model(trial.ModelId);

        var refused = await model.DeleteVersion(Trial.By(), new DeleteVersion { Number = 2 });
        Assert.Equal((RefusalKind.Conflict, "version_in_test"), (refused.Refusal!.Kind, refused.Refusal.Code));
        Assert.Contains("'running'", refused.Refusal.Detail, StringComparison.Ordinal);
        Trial.Right(await host.Experiment(trial.Id).Pause(Trial.By(), "look"));
        Assert.Equal("version_in_test", (await model.DeleteVersion(Trial.By(), new DeleteVersion { Number = 2 })).Refusal?.Code);

        Trial.Right(await host.Experiment(trial.Id).Cancel(Trial.By(), "enough"));
        Trial.Right(await model.DeleteVersion(Trial.By(), new DeleteVersion { Number = 2 }));
        Assert.Equal([1], (await model.Get())!.Versions.Select(version => version.Number));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartAndDelete_DecidedAtOnce_TheLaterIsRefused(bool deletesLater)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database);
        var trial = new Trial("at-once");
        await trial.RegisterAsync(host);
        var (model, test) = (host.Model(trial.ModelId), host.Experiment(trial.Id));
        Trial.Right(await test.Plan(Trial.By(), trial.Plan));
        var start = () => Task.Run(async () => (await test.Start(Trial.By())).Refusal);
        var delete = () => Task.Run(async () => (await model.DeleteVersion(Trial.By(), new DeleteVersion { Number = 2 })).Refusal);

        // The later one has decided and waits for its stream when the other is carried out.
        await using var holder = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"SELECT FROM streams WHERE id = '{(deletesLater ? trial.ModelId : trial.Id)}' FOR UPDATE", holder))
            await hold.ExecuteNonQueryAsync();
        var later = deletesLater ? delete() : start();
        await database.WaitForLocksAsync(sessions: 1);
        Assert.Null(await (deletesLater ? start() : delete()));
        await transaction.RollbackAsync();

        Assert.Equal(deletesLater ? (RefusalKind.Conflict, "version_in_test") : (RefusalKind.NotFound, "version_not_found"), ((await later)!.Kind, (await later)!.Code));
        Assert.Equal(deletesLater ? ExperimentStatus.Running : ExperimentStatus.Draft, (await test.Get())!.Status);
        Assert.Equal(deletesLater ? 2 : 1, (await model.Get())!.Versions.Length);
    }

    [Fact]
    public async Task StartAndDelete_ByMany_NeverBothHappen()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database);
        var trials = Enumerable.Range(1, 12).Select(i => new Trial($"race-{i}")).ToList();
        foreach (var trial in trials)
        {
            await trial.RegisterAsync(host);
            Trial.Right(await host.Experiment(trial.Id).Plan(Trial.By(), trial.Plan));
        }

        var refused = await Task.WhenAll(trials.Select(async trial =>
        {
            var start = host.Experiment(trial.Id).Start(Trial.By());
            var delete = host.Model(trial.ModelId).DeleteVersion(Trial.By(), new DeleteVersion { Number = 2 });
            return ((await start).Refusal?.Code, (await delete).Refusal?.Code);
        }));

        Assert.All(refused, one => Assert.True(one is ("version_not_found", null) or (null, "version_in_test"), $"{one}"));
    }

    [Fact]
    public async Task Rebuild_OfATestWhoseVersionWasDeletedAfterIt_TakesItAsItHappened()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database);
        var trial = new Trial("over");
        await trial.StartAsync(host);
        Trial.Right(await host.Experiment(trial.Id).Cancel(Trial.By(), "enough"));
        Trial.Right(await host.Model(trial.ModelId).DeleteVersion(Trial.By(), new DeleteVersion { Number = 2 }));
        await host.Services.GetRequiredService<ReadModelRebuilder>().RebuildAsync();
        Assert.Equal(("Cancelled", 1L), (await database.ScalarAsync<string>("SELECT status FROM experiments"), await database.ScalarAsync<long>("SELECT count(*) FROM model_versions WHERE deleted_at IS NOT NULL")));
    }
}
