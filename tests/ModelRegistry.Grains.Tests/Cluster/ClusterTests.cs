using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Grains.Tests.Experiments;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;

namespace ModelRegistry.Grains.Tests.Cluster;

/// <summary>What two hosts add: what crosses is really written and read, and a grain comes up on the other host when its own is gone.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ClusterTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Guid Id = Commands.NewId();
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Command_ToAGrainOnTheOtherHost_IsAnsweredAsAtHome()
    {
        await using var cluster = await TwoSilos.StartAsync(_database);
        var model = cluster.FarModel(Id);
        Assert.Null((await model.Create(Commands.By(), new CreateModel { Name = "far" })).Refusal);
        var registered = await model.Register(Commands.By(), Commands.Version());
        Assert.Equal(TwoSilos.Address(cluster.Far), await cluster.WhereAsync(Id));

        Assert.Null(registered.Refusal);
        Assert.Equal(Outline.Of(await cluster.Far.Model(Id).Get()), Outline.Of(await cluster.Near.Model(Id).Get()));
        var refused = await model.Create(Commands.By(), new CreateModel { Name = "far" });
        Assert.Equal("model_exists", refused.Refusal?.Code);
    }

    [Fact]
    public async Task Host_OfAGrainStops_TheGrainComesUpOnTheOtherWithAllItHad()
    {
        await using var cluster = await TwoSilos.StartAsync(_database);
        Assert.Null((await cluster.FarModel(Id).Create(Commands.By(), new CreateModel { Name = "moved" })).Refusal);
        var before = Outline.Of(await cluster.Near.Model(Id).Get());
        await cluster.Far.DisposeAsync();

        Assert.Equal(before, Outline.Of(await cluster.Near.Model(Id).Get()));
        Assert.Equal(TwoSilos.Address(cluster.Near), await cluster.WhereAsync(Id));
        Assert.Equal(2, (await cluster.Near.Model(Id).Register(Commands.By(), Commands.Version())).Revision);
    }

    [Fact]
    public async Task Client_OutsideOfTheCluster_IsAnsweredAsWithin()
    {
        await using var host = await ExperimentHost.StartAsync(_database);
        var gateway = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value.GatewayPort;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        using var outside = builder.UseOrleansClient(client => client.UseLocalhostClustering(gateway)).Build();
        await outside.StartAsync();
        var model = outside.Services.GetRequiredService<IClusterClient>().GetGrain<IModelGrain>(Id.ToString("D"));
        Assert.Null((await model.Create(Commands.By(), new CreateModel { Name = "asked from outside" })).Refusal);
        Assert.Equal(Outline.Of(await host.Model(Id).Get()), Outline.Of(await model.Get()));
        await outside.StopAsync();
    }

    public static TheoryData<Exception> Crossing => [
        new StoreUnavailableException("the database is away", new NpgsqlException("reading failed", new TimeoutException("no answer in 5 s"))),
        new UnknownOutcomeException("the connection broke", new PostgresException("terminating connection", "FATAL", "FATAL", "57P01")),
        new UnreadableEventException("event 7 of model 1", new FormatException("no number")),
        new NpgsqlException("nobody caught this"),
    ];

    [Theory]
    [MemberData(nameof(Crossing))]
    public async Task Exception_OfAGrainOnTheOtherHost_ComesWithItsTypeWordsAndCause(Exception sent)
    {
        await using var host = await RegistryHost.StartAsync(_database.ConnectionString);
        var serializer = host.Services.GetRequiredService<Serializer>();
        for (var received = serializer.Deserialize<Exception>(serializer.SerializeToArray(sent)); sent is not null; (sent, received) = (sent.InnerException!, received.InnerException))
        {
            Assert.Equal(sent.GetType(), received!.GetType());
            Assert.Equal(sent.Message, received.Message);
        }
    }
}
