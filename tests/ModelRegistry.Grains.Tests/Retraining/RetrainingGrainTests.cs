using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Retraining;

[Collection(PostgresCollection.Name)]
public sealed class RetrainingGrainTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Request_ForTheSameReport_IsAnsweredWithTheOpenOne()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await RegistryHost.StartAsync(database.ConnectionString);
        var id = Commands.NewId();
        var retraining = host.Retraining(id);
        Assert.Equal("model_not_found", (await retraining.Request(Commands.By(), "drift", null, null)).Refusal!.Code);

        await host.Model(id).Create(Commands.By(), new CreateModel { Name = "m" });
        await host.Model(id).Register(Commands.By(), Commands.Version());
        var report = Commands.NewId();
        var first = await retraining.Request(Commands.By(), "drift", report, Commands.Start);
        var second = await retraining.Request(Commands.By(), "drift again", report, Commands.Start.AddDays(1));

        var request = Assert.Single(second.Value!.Requests);
        Assert.Equal((first.Value!.Requests[0].Id, "drift", report, 1L), (request.Id, request.Reason, request.ReportId!.Value, second.Revision));
        Assert.Equal(2, (await retraining.Request(Commands.By(), "more drift", Commands.NewId(), Commands.Start.AddDays(9))).Value!.Requests.Length);
        Assert.Equal("version_not_found", (await retraining.Complete(Commands.By(), 2)).Refusal!.Code);
        Assert.All((await retraining.Complete(Commands.By(), 1)).Value!.Requests, open => Assert.Equal(1, open.AnsweredBy));
        Assert.Equal("no_open_request", (await retraining.Complete(Commands.By(), 1)).Refusal!.Code);
        Assert.Equal("invalid_reason", (await retraining.Request(Commands.By(), " ", null, null)).Refusal!.Code);
        Assert.Equal("role_too_low", (await retraining.Request(Commands.By(role: Role.Viewer), "drift", null, null)).Refusal!.Code);

        Assert.Equal(3, (await retraining.Request(Commands.By(), "again", null, null)).Value!.Requests.Length);
        Assert.Equal(4, (await retraining.Get()).Revision);
    }
}
