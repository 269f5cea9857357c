using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>An experiment to be made, checked.</summary>
public sealed record NewExperiment
{
    private const int MaxLocation = 2_048;

    private NewExperiment()
    {
    }

    public required string Name { get; init; }

    /// <summary>Null for the place that the registry gives it.</summary>
    public required string? ArtifactLocation { get; init; }

    /// <summary>Of each key the last one.</summary>
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    /// <exception cref="TrackingException">It cannot be made like that.</exception>
    public static NewExperiment Of(string name, string? artifactLocation, IEnumerable<KeyedText> tags)
    {
        TrackingRules.CheckExperimentName(name);
        CheckLocation(artifactLocation ?? "");
        var kept = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags.Select(TrackingRules.ExperimentTag))
            kept[tag.Key] = tag.Value;
        return new() { Name = name, ArtifactLocation = artifactLocation is { Length: > 0 } given ? given : null, Tags = kept.ToImmutable() };
    }

    private static void CheckLocation(string location)
    {
        if (location.AsSpan().IndexOfAny('#', ';') >= 0)
            throw TrackingException.Invalid("'artifact_location' URL can't include fragments or params.");
        if (location.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 && Uri.UnescapeDataString(location[query..]).Contains("..", StringComparison.Ordinal))
            throw TrackingException.Invalid("Invalid query string");
        TrackingRules.CheckMaximum("artifact_location", location, MaxLocation);
    }
}
