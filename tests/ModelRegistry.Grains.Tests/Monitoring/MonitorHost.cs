using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GrainRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Core;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres;
using ModelRegistry.Tests.Shared;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Streams;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>A host with real grains, logs and stores on a real database, and one model with a version in production.</summary>
internal sealed class MonitorHost : IAsyncDisposable
{
    /// <summary>Between two looks by reminder. Orleans loads a reminder ten minutes before it is due: one further off is missed when the clock jumps.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private const string Drills = "drift-policy tests";
    private readonly IHost _host;

    private MonitorHost(IHost host) => _host = host;

    public Guid ModelId { get; } = DerivedId.Of(Drills);

    /// <summary>The clock of the reminders.</summary>
    public ManualTime Time => _host.Services.GetRequiredService<ManualTime>();

    public WatchedReports Reports => (WatchedReports)_host.Services.GetRequiredService<IDriftReportStore>();

    public IDriftMonitorGrain Monitor => Grains.GetGrain<IDriftMonitorGrain>(ModelId.ToString("D"));

    public IModelGrain Model => Grains.GetGrain<IModelGrain>(ModelId.ToString("D"));

    public IRetrainingGrain Retraining => Grains.GetGrain<IRetrainingGrain>(ModelId.ToString("D"));

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<MonitorHost> StartAsync(TestDatabase database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddModelRegistryPostgres(database.ConnectionString, Path.Combine(Path.GetTempPath(), "mr-monitor"));
        builder.Services.AddPredictionLog(options => options.SoleWriter = true);
        builder.Services.AddSingleton<IPolicySource, NoGates>();
        builder.Services.AddDriftMonitoring(new DriftPolicyBook { Defaults = new MonitorPolicy { MinRows = 100, Moderate = 0.2, PeriodMinutes = (int)Period.TotalMinutes } });
        Watch(builder.Services);
        builder.Services.AddSingleton<ManualTime>().AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, (s, _) => s.GetRequiredService<ManualTime>());
        builder.UseOrleans(silo => silo.UseTestCluster(database.ConnectionString).AddMemoryStreams(Nudges.Provider));
        var host = builder.Build();
        await host.StartAsync();
        return new MonitorHost(host);
    }

    /// <summary>A model with version 1 in production.</summary>
    public async Task<MonitorHost> WithModelAsync()
    {
        Assert.Null((await Model.Create(Commands.By(), new CreateModel { Name = "watched" })).Refusal);
        await RegisterAsync(drill: false);
        Assert.Null((await Model.Promote(Commands.By(), new PromoteVersion { Number = 1 })).Refusal);
        return this;
    }

    public async Task<int> RegisterAsync(bool drill)
    {
        using var reference = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Traffic.Reference(), RegistryJson.Options));
        var stored = await _host.Services.GetRequiredService<IArtifactStore>().PutAsync(reference);
        var answer = await Model.Register(Commands.By(), Commands.Version() with
        {
            ReferenceProfileDigest = stored.Digest,
            Signature = new Signature { Inputs = [.. Traffic.Inputs.Select(name => new SignatureField { Name = name })] },
            Tags = drill ? ImmutableDictionary<string, string>.Empty.Add("drill", "true") : ImmutableDictionary<string, string>.Empty,
        });
        Assert.Null(answer.Refusal);
        return answer.Value!.Number;
    }

    /// <summary>Days [from, to) of traffic, durable; nobody is nudged.</summary>
    public async Task LogAsync(int from, int to, double spread = 1, int version = 1, TrafficRole role = TrafficRole.Production, double? score = null)
    {
        var rows = Enumerable.Range(from, to - from).SelectMany(day => Traffic.Of(ModelId, 100 + day, day, version, spread, role, score)).ToList();
        await await _host.Services.GetRequiredService<IPredictionLog>().WriteAsync(rows);
    }

    public Task NudgeAsync() => _host.Services.GetRequiredService<IClusterClient>()
        .GetStreamProvider(Nudges.Provider).GetStream<long>(Nudges.ModelLog, ModelId.ToString("D")).OnNextAsync(0);

    public async Task<DriftReport> ScanAsync(int through)
    {
        var answer = await Monitor.Scan(Commands.By(), Days.Start(Traffic.First.AddDays(through)).AddHours(3));
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    public static string Text(IEnumerable<DriftReport> reports) => string.Join('\n', reports.Select(r => string.Create(
        CultureInfo.InvariantCulture, $"{r.AsOf:yyyy-MM-dd} {r.Id} {r.Severity} {r.SevereInARow} {r.Action} {r.DriftScore:R} {r.Drill}")));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static void Watch(IServiceCollection services)
    {
        var real = services.Single(s => s.ServiceType == typeof(IDriftReportStore)).ImplementationType!;
        services.AddSingleton<IDriftReportStore>(provider => new WatchedReports((IDriftReportStore)ActivatorUtilities.CreateInstance(provider, real)));
    }

    private sealed class NoGates : IPolicySource
    {
        public PromotionPolicy Current { get; } = PolicyParser.Parse("");
    }
}
