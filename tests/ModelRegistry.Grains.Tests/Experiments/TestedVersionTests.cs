using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Tests.Shared;

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
}
