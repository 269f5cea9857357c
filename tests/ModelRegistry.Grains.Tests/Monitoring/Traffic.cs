using System.Collections.Concurrent;
using System.Collections.Immutable;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>Days of traffic drawn from a seed, and references of such days. Features: x, whose spread can be widened, and y.</summary>
internal static class Traffic
{
    public const int Rows = 300;
    public static readonly DateOnly First = new(2015, 1, 1);
    public static readonly ImmutableArray<string> Inputs = ["x", "y"];
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly ConcurrentDictionary<double, Lazy<ReferenceProfile>> References = new();

    /// <summary>A reference from 140 days on which <c>x</c> was spread by <paramref name="spread"/>.</summary>
    public static ReferenceProfile Reference(double spread = 1) => References.GetOrAdd(spread, s => new Lazy<ReferenceProfile>(() => Calibrated(s))).Value;

    public static List<PredictionRow> Of(
        Guid modelId, int seed, int day, int version, double spread = 1, TrafficRole role = TrafficRole.Production, double? score = null, int rows = Rows)
    {
        var asOf = Days.Start(First.AddDays(day)).AddHours(16);
        return [.. Draw(seed, rows).Select((value, i) => new PredictionRow
        {
            PredictionId = Guid.CreateVersion7(Now),
            ModelId = modelId,
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
        var days = Enumerable.Range(0, 140).Select(i => (Day: Days.Start(First.AddDays(i - 300)), Values: Draw(1_000_000 + i, Rows))).ToList();
        var wide = days.Select(d => (d.Day, Values: d.Values.Select(v => v * spread).ToArray())).ToList();
        return Calibrator.Calibrate(new TrainingProfile { Features = [Profile("x", wide), Profile("y", days), Profile(FeatureProfile.Score, days)] });
    }

    // Twelve uniforms less six: near enough to a normal of spread 1.
    private static double[] Draw(int seed, int count)
    {
        var random = new Random(seed);
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
