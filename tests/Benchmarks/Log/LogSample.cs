using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;

namespace Benchmarks.Log;

/// <summary>Predictions like those of a market panel: 470 entities a day, 20 features each.</summary>
internal sealed class LogSample(int seed)
{
    private static readonly DateTimeOffset First = new(2015, 1, 1, 21, 0, 0, TimeSpan.Zero);
    private readonly Random _random = new(seed);
    private Guid _model = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
    private int _made;

    /// <summary>The rows that follow belong to another model, from its first day on.</summary>
    public Guid NewModel()
    {
        _made = 0;
        return _model = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
    }

    public PredictionRow[] Panel(int rows) => [.. Enumerable.Range(0, rows).Select(_ => Next(TimeProvider.System.GetUtcNow()))];

    public static Actual ActualOf(PredictionRow row) => new() { Entity = row.Entity, AsOf = row.AsOf, Value = row.Score / 2 };

    private PredictionRow Next(DateTimeOffset now)
    {
        var (day, ticker) = Math.DivRem(_made++, 470);
        var features = new float[20];
        foreach (ref var feature in features.AsSpan())
            feature = (float)_random.NextDouble();
        return new PredictionRow
        {
            PredictionId = Guid.CreateVersion7(now),
            ModelId = _model,
            Version = 1,
            Role = TrafficRole.Production,
            Entity = $"T{ticker:D3}",
            AsOf = First.AddDays(day),
            Unit = $"T{ticker:D3}|{First.AddDays(day):yyyy-MM-dd}",
            Score = features[0],
            Features = features,
        };
    }
}
