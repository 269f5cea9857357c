using System.Runtime.InteropServices;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// Where the rows of a flush stand, by model and day, for <c>prediction_spans</c>: readers find a model's rows by these few entries instead of by
/// an index over all rows.
/// </summary>
internal sealed class PredictionSpans
{
    // What the table's check and predictions_between rely on.
    private const int MaxRows = 1_000;

    private readonly Guid[] _ids;
    private readonly List<Guid> _models = [];
    private readonly List<DateOnly> _days = [];
    private readonly List<long> _firsts = [];
    private readonly List<long> _lasts = [];

    private PredictionSpans(ReadOnlySpan<PendingRow> rows, long after)
    {
        _ids = new Guid[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            _ids[i] = rows[i].Row.PredictionId;
            Add(rows[i], after + 1 + i);
        }
    }

    /// <summary>The ids of all rows, in their order.</summary>
    public Guid[] Ids => _ids;

    public Guid[] Models => [.. _models];

    public DateOnly[] Days => [.. _days];

    public long[] Firsts => [.. _firsts];

    public long[] Lasts => [.. _lasts];

    /// <summary>Brings the rows of each model and day together, each in its order, so that they make few spans.</summary>
    public static PendingRow[] Group(List<PendingRow> rows)
    {
        var all = CollectionsMarshal.AsSpan(rows);
        for (var i = 1; i < all.Length; i++)
        {
            if (!Together(all[i - 1].Row, all[i].Row))
                return [.. rows.OrderBy(pending => pending.Row.ModelId).ThenBy(pending => LogTime.DayOf(pending.Row.PredictionId))];
        }
        return [.. rows];
    }

    /// <summary>The spans of rows that will be numbered <paramref name="after"/> + 1, + 2, ….</summary>
    public static PredictionSpans Of(ReadOnlySpan<PendingRow> rows, long after) => new(rows, after);

    private static bool Together(PredictionRow one, PredictionRow other) =>
        one.ModelId == other.ModelId && LogTime.DayOf(one.PredictionId) == LogTime.DayOf(other.PredictionId);

    private void Add(PendingRow pending, long sequence)
    {
        var (model, day) = (pending.Row.ModelId, LogTime.DayOf(pending.Row.PredictionId)!.Value);
        if (_models.Count > 0 && _models[^1] == model && _days[^1] == day && sequence - _firsts[^1] < MaxRows)
        {
            _lasts[^1] = sequence;
            return;
        }
        _models.Add(model);
        _days.Add(day);
        _firsts.Add(sequence);
        _lasts.Add(sequence);
    }
}
