using System.Globalization;

namespace Benchmarks.Mlflow;

/// <summary>What one kind of call took, in one or more turns.</summary>
/// <param name="Elapsed">Of one turn.</param>
/// <param name="Milliseconds">Of each call.</param>
/// <param name="Host">Processor time; null: not known.</param>
/// <param name="Database">Processor time; null: not known.</param>
internal sealed record Measurement(TimeSpan Elapsed, double[] Milliseconds, TimeSpan? Host, TimeSpan? Database)
{
    public static string Header { get; } = $"{"",-30} {"",-12} {"calls/s",8} {"p50 ms",8} {"p99 ms",8} {"host µs",9} {"database µs",12} {"times",7}";

    public double PerSecond => Milliseconds.Length / Elapsed.TotalSeconds;

    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    /// <summary>A line of one server: the median speed of its turns, and the times of all calls in them.</summary>
    /// <param name="what">The call.</param>
    /// <param name="who">The server.</param>
    /// <param name="turns">At least one.</param>
    /// <param name="first">Those of the first server, turn by turn: the line ends with how many times this one's speed that was, by the median of the turns.</param>
    public static string Line(string what, string who, IReadOnlyList<Measurement> turns, IReadOnlyList<Measurement> first)
    {
        var times = turns.SelectMany(turn => turn.Milliseconds).Order().ToArray();
        var ratio = Median(first.Zip(turns, (one, other) => one.PerSecond / other.PerSecond));
        return string.Create(CultureInfo.InvariantCulture,
            $"{what,-30} {who,-12} {Median(turns.Select(turn => turn.PerSecond)),8:N0} {times[times.Length / 2],8:N2} {times[times.Length * 99 / 100],8:N2} {Cost(turns, turn => turn.Host),9} {Cost(turns, turn => turn.Database),12} {ratio,7:N2}");
    }

    private static string Cost(IReadOnlyList<Measurement> turns, Func<Measurement, TimeSpan?> of) => turns.Any(turn => of(turn) is null)
        ? ""
        : (turns.Sum(turn => of(turn)!.Value.TotalMicroseconds) / turns.Sum(turn => turn.Milliseconds.Length)).ToString("N0", CultureInfo.InvariantCulture);
}
