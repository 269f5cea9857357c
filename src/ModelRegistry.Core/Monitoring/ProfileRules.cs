using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>What a profile that came from outside must fulfil before anything is read from it.</summary>
public static class ProfileRules
{
    /// <summary>More bins than any reference needs; 1,000 are the most that are built.</summary>
    public const int MaxBins = 10_000;

    /// <exception cref="InvalidProfileException">A name twice or empty, edges or counts that do not fit, days out of order.</exception>
    public static void Check(TrainingProfile profile)
    {
        CheckNames([.. profile.Features.Select(f => f.Name)]);
        foreach (var feature in profile.Features)
        {
            CheckEdges(feature.Name, feature.Edges);
            DateTimeOffset? before = null;
            foreach (var day in feature.Days)
            {
                if (day.AsOf <= before)
                    throw Wrong(feature.Name, $"has the day {day.AsOf:O} after {before:O}; one cell a day in as-of order is wanted");
                CheckDay(feature, day);
                before = day.AsOf;
            }
        }
    }

    /// <exception cref="InvalidProfileException">A name twice or empty, edges, counts or thresholds that do not fit.</exception>
    public static void Check(ReferenceProfile profile)
    {
        if (profile.WindowDays < 1 || profile.BaselineDays < 1)
            throw new InvalidProfileException($"The reference is for windows of {profile.WindowDays} days against {profile.BaselineDays}; at least 1 each is wanted.");
        CheckNames([.. profile.Features.Select(f => f.Name)]);
        foreach (var feature in profile.Features)
        {
            CheckEdges(feature.Name, feature.Edges);
            if (feature.Counts.Length != feature.Bins || feature.Counts.Any(c => c < 0) || feature.Missing < 0)
                throw Wrong(feature.Name, $"has {feature.Counts.Length} counts; {feature.Bins}, none negative, are wanted for its edges");
            if (!(feature.Moderate > 0 && feature.Severe >= feature.Moderate && double.IsFinite(feature.Severe)))
                throw Wrong(feature.Name, $"has the thresholds {feature.Moderate} and {feature.Severe}; 0 < moderate ≤ severe is wanted");
        }
    }

    private static void CheckDay(FeatureProfile feature, DayCell day)
    {
        if (day.Counts.Length != feature.Edges.Length + 1 || day.Counts.Any(c => c < 0) || day.Missing < 0)
            throw Wrong(feature.Name, $"has {day.Counts.Length} counts on {day.AsOf:O}; {feature.Edges.Length + 1}, none negative, are wanted for its edges");
        if (!double.IsFinite(day.Mean) || !(day.M2 >= 0 && double.IsFinite(day.M2)))
            throw Wrong(feature.Name, $"has the mean {day.Mean} and the squared deviations {day.M2} on {day.AsOf:O}; finite numbers are wanted, the latter not negative");
    }

    private static void CheckNames(ImmutableArray<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrEmpty(name)) throw new InvalidProfileException("A feature of the profile has no name.");
            if (!seen.Add(name)) throw Wrong(name, "is in the profile twice; each feature may be in it once ('score' is the model's own output)");
        }
    }

    private static void CheckEdges(string name, ImmutableArray<double> edges)
    {
        if (edges.Length >= MaxBins) throw Wrong(name, $"has {edges.Length} edges; fewer than {MaxBins} are wanted");
        for (var i = 0; i < edges.Length; i++)
        {
            if (!double.IsFinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1]))
                throw Wrong(name, $"has the edge {edges[i]} at place {i}; finite and ascending edges, each once, are wanted");
        }
    }

    private static InvalidProfileException Wrong(string feature, string what) => new($"Feature '{feature}' {what}.");
}
