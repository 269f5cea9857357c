using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>A model with two features under watch, and days of traffic drawn from a seed: calm days, and wild ones with thrice the spread.</summary>
internal sealed class Bench
{
    public const int Rows = 300;
    public static readonly Guid ModelId = DerivedId.Of("bench");
    public static readonly DateOnly First = new(2015, 1, 1);
    public static readonly ImmutableArray<string> Inputs = ["x", "y"];

    private static readonly ConcurrentDictionary<double, Lazy<ReferenceProfile>> References = new();
    private ulong _seed = 7;

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
        Inputs = inputs ?? Inputs,
        ReferenceProfileDigest = reference,
        Drill = drill,
    };

    /// <summary>A reference from 140 days on which <c>x</c> was spread by <paramref name="spread"/>.</summary>
    public Task<string> ReferenceAsync(double spread = 1) =>
        new ReferenceSource(Stores).WriteAsync(References.GetOrAdd(spread, s => new Lazy<ReferenceProfile>(() => Calibrated(s))).Value);

    /// <summary>Another activation: all that is in memory is gone.</summary>
    public void Restart() => Monitor = new DriftMonitor(
        ModelId,
        new MonitorServices(Stores, Stores, Stores, new DriftPolicyBook(), TimeProvider.System, NullLogger<DriftMonitor>.Instance),
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

    public void Log(int day, double spread = 1, TrafficRole role = TrafficRole.Production, int? version = null, double? score = null, int rows = Rows, long writer = 1) =>
        Stores.Append(writer, Traffic(day, spread, role, version ?? Model.View.Production!.Value, score, rows));

    public Task<Guid?> LookAsync(int? through = null) => Monitor.RunAsync(Policy, "closed_day", through is { } day ? First.AddDays(day) : DateOnly.MinValue);

    public DriftReport Report(int day, bool drill = false) =>
        Stores.Reports.Single(r => r.AsOf == Days.Start(First.AddDays(day)) && r.Drill == drill);

    public List<PredictionRow> Traffic(int day, double spread, TrafficRole role, int version, double? score, int rows)
    {
        var asOf = Days.Start(First.AddDays(day)).AddHours(16);
        return [.. Draw(_seed++, rows).Select((value, i) => new PredictionRow
        {
            PredictionId = DerivedId.Of("row", $"{_seed}", $"{i}"),
            ModelId = ModelId,
            Version = version,
            Role = role,
            Entity = $"e{i}",
            AsOf = asOf,
            Unit = $"e{i}",
            Score = score ?? value,
            Features = [(float)(value * spread), (float)-value],
        })];
    }

    private static ReferenceProfile Calibrated(double spread)
    {
        var days = Enumerable.Range(0, 140).Select(i => (Days.Start(First.AddDays(i - 300)), Values: Draw(1_000_000UL + (ulong)i, Rows))).ToList();
        var wide = days.Select(d => (d.Item1, Values: d.Values.Select(v => v * spread).ToArray())).ToList();
        return Calibrator.Calibrate(new TrainingProfile { Features = [Profile("x", wide), Profile("y", days), Profile(FeatureProfile.Score, days)] });
    }

    private static double[] Draw(ulong seed, int count)
    {
        var random = new Random((int)seed);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < 12; j++) values[i] += random.NextDouble();
            values[i] -= 6;
        }

        return values;
    }

    private static FeatureProfile Profile(string name, List<(DateTimeOffset Day, double[] Values)> days)
    {
        var edges = BinEdges.FromValues([.. days.SelectMany(d => d.Values)]);
        return new FeatureProfile
        {
            Name = name,
            Edges = edges,
            Days = [.. days.Select(d =>
            {
                var cell = new DayCellBuilder(edges);
                foreach (var value in d.Values) cell.Add(value);
                return cell.Build(d.Day);
            })],
        };
    }
}
