using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Serving;

/// <summary>The units of one request on their way: routed, scored by each version concerned, turned into log rows and answers.</summary>
internal sealed class PredictionBatch
{
    private sealed record Placed(int Instance, RoutedVersion Version, string? Variant, TrafficRole Role, Guid? ExperimentId, bool Answered)
    {
        public Guid PredictionId { get; init; }

        public DateTimeOffset AsOf { get; init; }

        public required string Entity { get; init; }

        public required string Unit { get; init; }

        public float[] Features { get; set; } = [];

        public double Score { get; set; }

        public bool Ranks { get; set; }
    }

    private readonly RoutingSnapshot _snapshot;
    private readonly PredictRequest _request;
    private readonly List<Placed> _placed = [];

    private PredictionBatch(RoutingSnapshot snapshot, PredictRequest request)
    {
        _snapshot = snapshot;
        _request = request;
        Versions = [];
    }

    /// <summary>Every version that has something to score.</summary>
    public ImmutableArray<RoutedVersion> Versions { get; private set; }

    /// <summary>Says which versions score each unit; exactly one of them answers it.</summary>
    public static PredictionBatch Route(RoutingSnapshot snapshot, PredictRequest request, RoutedVersion? requested, DateTimeOffset now)
    {
        var batch = new PredictionBatch(snapshot, request);
        for (var i = 0; i < request.Instances.Length; i++)
            batch.Place(i, requested, now);
        batch.Versions = [.. batch._placed.Select(p => p.Version).DistinctBy(v => v.Number)];
        return batch;
    }

    /// <summary>Null, or which answering version was made for another feature graph.</summary>
    public string? Mismatch(string? featureGraphHash)
    {
        if (featureGraphHash is null)
            return null;
        var other = _placed.Find(p => p.Answered && p.Version.FeatureGraphHash != featureGraphHash);
        return other is null
            ? null
            : $"the features have the graph hash {featureGraphHash}, but version {other.Version.Number} was trained on {other.Version.FeatureGraphHash ?? "none"}";
    }

    /// <summary>True when the version answers units, false when it only shadows.</summary>
    public bool Answers(RoutedVersion version) => _placed.Exists(p => p.Answered && p.Version.Number == version.Number);

    /// <summary>Leaves a shadow out that cannot score.</summary>
    public void Drop(RoutedVersion shadow) => _placed.RemoveAll(p => !p.Answered && p.Version.Number == shadow.Number);

    /// <summary>Scores every unit.</summary>
    /// <param name="scorers">The scorer of each version by number.</param>
    /// <returns>Null, or what is wrong with an instance.</returns>
    public string? Score(IReadOnlyDictionary<int, IScorer> scorers)
    {
        var known = scorers.Values.SelectMany(s => s.Features).ToFrozenSet(StringComparer.Ordinal);
        foreach (var (number, scorer) in scorers)
        {
            if (Score(number, scorer, new FeatureLayout(scorer.Features, known)) is { } wrong)
                return wrong;
        }

        return null;
    }

    private string? Score(int version, IScorer scorer, FeatureLayout layout)
    {
        var units = _placed.FindAll(p => p.Version.Number == version);
        var rows = new float[units.Count * layout.Width];
        for (var i = 0; i < units.Count; i++)
        {
            var row = rows.AsSpan(i * layout.Width, layout.Width);
            if (layout.Write(_request.Instances[units[i].Instance], row) is { } wrong)
                return $"instances[{units[i].Instance}]: {wrong}";
            units[i].Features = row.ToArray();
        }

        var scores = new float[units.Count];
        scorer.Score(rows, units.Count, scores);
        for (var i = 0; i < units.Count; i++)
            (units[i].Score, units[i].Ranks) = (scores[i], scorer.Ranks);
        return null;
    }

    public List<PredictionRow> Rows() => _placed.ConvertAll(p => new PredictionRow
    {
        PredictionId = p.PredictionId,
        ModelId = _snapshot.ModelId,
        Version = p.Version.Number,
        Role = p.Role,
        ExperimentId = p.ExperimentId,
        Variant = p.Variant,
        Entity = p.Entity,
        AsOf = p.AsOf,
        Unit = p.Unit,
        Score = p.Score,
        Features = p.Features,
    });

    /// <summary>One answer per instance, in their order. Quintiles are taken within as-of time and version.</summary>
    public ImmutableArray<ScoredInstance> Answers()
    {
        var answered = _placed.FindAll(p => p.Answered);
        var quintiles = Quintiles.Of(answered.ConvertAll(p => p.Score), answered.ConvertAll(p => (p.AsOf, p.Version.Number)));
        return [.. answered.Select((p, i) => new ScoredInstance
        {
            PredictionId = p.PredictionId,
            Score = p.Score,
            Quintile = p.Ranks ? quintiles[i] : null,
            Version = p.Version.Number,
            Variant = p.Variant,
        })];
    }

    private void Place(int index, RoutedVersion? requested, DateTimeOffset now)
    {
        var instance = _request.Instances[index];
        var id = Guid.CreateVersion7(now);
        var asOf = instance.AsOf?.ToUniversalTime() ?? now;
        var entity = instance.Entity ?? id.ToString();
        var unit = instance.Unit ?? string.Create(CultureInfo.InvariantCulture, $"{entity}|{asOf.UtcDateTime:O}");
        var route = requested is null ? Router.Route(_snapshot, unit, asOf)!.Value : new Route(requested, TrafficRole.Requested);
        _placed.Add(new(index, route.Version, route.Variant, route.Role, route.ExperimentId, Answered: true)
        {
            PredictionId = id, AsOf = asOf, Entity = entity, Unit = unit,
        });
        if (requested is not null)
            return;
        foreach (var shadow in _snapshot.Shadows)
        {
            _placed.Add(new(index, shadow, null, TrafficRole.Shadow, null, Answered: false)
            {
                PredictionId = Guid.CreateVersion7(now), AsOf = asOf, Entity = entity, Unit = unit,
            });
        }
    }
}
