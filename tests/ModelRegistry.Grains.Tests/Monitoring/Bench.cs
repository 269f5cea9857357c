using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.Monitoring;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>A model with two features under watch, and days of traffic drawn from a seed: calm days, and wild ones with thrice the spread.</summary>
internal sealed class Bench
{
    public static readonly Guid ModelId = DerivedId.Of("bench");
    public static readonly DateOnly First = Traffic.First;

    private int _seed = 7;

    private Bench(ModelView view) => Model = new FakeModel(view);

    public MemoryStores Stores { get; } = new();

    public FakeModel Model { get; }

    public MonitorPolicy Policy { get; set; } = new() { MinRows = 100, Moderate = 0.2 };

    public DriftMonitor Monitor { get; private set; } = null!;

    public MonitorSnapshot State => Monitor.State;

    public static async Task<Bench> CreateAsync(bool withReference = true)
    {
        var bench = new Bench(new ModelView
        {
            Id = ModelId, Name = "bench", Lifecycle = LifecycleProfile.Governed, Revision = 1, Production = 1,
        });
        bench.Model.Register(Version(1, withReference ? await bench.ReferenceAsync() : null));
        bench.Restart();
        return bench;
    }

    public static VersionView Version(int number, string? reference, bool drill = false, ImmutableArray<string>? inputs = null) => new()
    {
        Number = number,
        SemanticVersion = $"{number}.0.0",
        Stage = Stage.Production,
        Flavor = "constant",
        ArtifactDigest = new string('0', 64),
        CreatedBy = "somebody",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Inputs = inputs ?? Traffic.Inputs,
        ReferenceProfileDigest = reference,
        Drill = drill,
    };

    /// <summary>A reference from 140 days on which <c>x</c> was spread by <paramref name="spread"/>.</summary>
    public Task<string> ReferenceAsync(double spread = 1) =>
        new ReferenceSource(Stores).WriteAsync(Traffic.Reference(spread));

    /// <summary>Another activation: all that is in memory is gone.</summary>
    public void Restart() => Monitor = new DriftMonitor(
        ModelId,
        new MonitorServices(Stores, Stores, Stores, Stores, new DriftPolicyBook(), TimeProvider.System, NullLogger<DriftMonitor>.Instance),
        Model,
        Model,
        Stores);

    public async Task<Bench> CalmAsync(int from, int to)
    {
        for (var day = from; day < to; day++) await DayAsync(day);
        return this;
    }

    /// <summary>Logs one day of traffic and lets the monitor look.</summary>
    public Task<Guid?> DayAsync(int day, double spread = 1)
    {
        Log(day, spread);
        return LookAsync();
    }

    public void Log(int day, double spread = 1, TrafficRole role = TrafficRole.Production, int? version = null, double? score = null, int rows = Traffic.Rows, long writer = 1) =>
        Stores.Append(writer, Traffic.Of(ModelId, _seed++, day, version ?? Model.View.Production!.Value, spread, role, score, rows));

    public Task<Guid?> LookAsync(int? through = null, string trigger = "closed_day") => Monitor.RunAsync(Policy, trigger, through is { } day ? First.AddDays(day) : DateOnly.MinValue);

    public DriftReport Report(int day, bool drill = false) =>
        Stores.Reports.Single(r => r.AsOf == Days.Start(First.AddDays(day)) && r.Drill == drill);
}
