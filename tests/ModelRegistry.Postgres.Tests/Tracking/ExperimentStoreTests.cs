using ModelRegistry.Core.Tracking;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Tracking;

public sealed class ExperimentStoreTests(PostgresFixture postgres) : TrackingTestBase(postgres)
{
    [Fact]
    public async Task Delete_WhileRunsAreBeingMade_LeavesNoneActive()
    {
        for (var round = 0; round < 10; round++)
        {
            var experiment = await Experiments.CreateAsync(NewExperiment.Of($"e{round}", null, []));
            var making = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
            {
                try
                {
                    await RunAsync(experiment);
                    return 1;
                }
                catch (TrackingException refused) when (refused.Message.Contains("must be in the 'active' state", StringComparison.Ordinal))
                {
                    return 0;
                }
            })).ToList();
            await Experiments.DeleteAsync(experiment);
            var made = (await Task.WhenAll(making)).Sum();
            Assert.Equal(made, await Database.ScalarAsync<long>($"SELECT count(*) FROM runs WHERE experiment_id = {experiment} AND deleted"));
            Assert.Equal(0, await Database.ScalarAsync<long>($"SELECT count(*) FROM runs WHERE experiment_id = {experiment} AND NOT deleted"));
        }
    }

    [Fact]
    public async Task Delete_WhatIsDeleted_LeavesItsRunsAsTheyAre()
    {
        var experiment = await Experiments.CreateAsync(NewExperiment.Of("e", null, []));
        var run = await RunAsync(experiment);
        await Experiments.DeleteAsync(experiment);
        await Runs.SetDeletedAsync(run, deleted: false);
        Assert.Equal(TrackingFault.NotFound, (await Assert.ThrowsAsync<TrackingException>(() => Experiments.DeleteAsync(experiment))).Fault);
        Assert.False((await Runs.GetAsync(run)).Info.Deleted);
    }

    [Fact]
    public async Task Create_OneNameByMany_IsMadeOnce()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await Experiments.CreateAsync(NewExperiment.Of("one", null, []));
            }
            catch (TrackingException taken) when (taken.Fault == TrackingFault.AlreadyExists)
            {
                return 0;
            }
        })));
        Assert.Single(made, id => id > 0);
    }

    [Fact]
    public async Task NewestFirst_IsTheOrderOfTheIndex()
    {
        await RunAsync();
        var plan = await PlanAsync("SELECT r.id FROM runs r WHERE r.experiment_id = 0 AND NOT r.deleted AND ((- r.start_time), r.id) > (-5, '00000000-0000-0000-0000-000000000000') ORDER BY (- r.start_time), r.id LIMIT 20");
        Assert.Contains("runs_newest_first", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }
}
