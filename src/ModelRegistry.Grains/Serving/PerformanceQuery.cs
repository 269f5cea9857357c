using ModelRegistry.Core.Statistics;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Serving;

/// <summary>Reads what the predictions of a version came to, from the joined outcomes.</summary>
public sealed class PerformanceQuery(IOutcomeLog outcomes)
{
    /// <summary>Outcomes an as-of day needs to have a rank correlation worth the name.</summary>
    public const int LeastPerDay = 10;

    /// <summary>Realised performance over the as-of times in [from, to).</summary>
    public async Task<RealisedPerformance> ReadAsync(Guid modelId, int version, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var days = new DailyScores();
        await foreach (var outcome in outcomes.ReadByAsOfAsync(modelId, version, from, to, cancellationToken))
            days.Add(outcome);
        days.Close();
        return new()
        {
            Version = version,
            From = from,
            To = to,
            Days = days.Series.Count,
            Outcomes = days.Outcomes,
            RankIc = days.Series.Count == 0 ? null : days.Series.Average(day => day.RankIc),
            RankIcStandardError = StandardError(days.Series),
            HitRate = days.Judged == 0 ? null : (double)days.Hits / days.Judged,
            Series = [.. days.Series],
        };
    }

    private static double? StandardError(List<DailyRankIc> series)
    {
        if (series.Count <= RankIc.MinimumLag)
            return null;
        var error = RankIc.Summarise([.. series.Select(day => day.RankIc)]).StandardError;
        return double.IsFinite(error) ? error : null;
    }

    /// <summary>Folds outcomes in as-of order into one rank correlation a day.</summary>
    private sealed class DailyScores
    {
        private readonly List<double> _scores = [];
        private readonly List<double> _values = [];
        private DateTimeOffset _day;

        public List<DailyRankIc> Series { get; } = [];

        public long Outcomes { get; private set; }

        public long Judged { get; private set; }

        public long Hits { get; private set; }

        public void Add(Outcome outcome)
        {
            if (outcome.AsOf != _day)
                Close();
            _day = outcome.AsOf;
            _scores.Add(outcome.Score);
            _values.Add(outcome.Value);
            Outcomes++;
        }

        public void Close()
        {
            if (_scores.Count >= LeastPerDay)
            {
                var rankIc = Correlation.Spearman([.. _scores], [.. _values]);
                if (double.IsFinite(rankIc))
                    Series.Add(new(_day, rankIc, _scores.Count));
                Judge();
            }

            _scores.Clear();
            _values.Clear();
        }

        private void Judge()
        {
            var sorted = _values.Order().ToArray();
            var median = Quantiles.Type7(sorted, 0.5);
            for (var i = 0; i < _scores.Count; i++)
            {
                var product = _scores[i] * (_values[i] - median);
                if (product == 0)
                    continue;
                Judged++;
                Hits += product > 0 ? 1 : 0;
            }
        }
    }
}
