using System.Globalization;

namespace ModelRegistry.Core.Tracking;

/// <summary>An experiment of another tracking server, as it is there.</summary>
public sealed record ImportedExperiment
{
    public required NewExperiment Experiment { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreationTime { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long LastUpdateTime { get; init; }

    public bool Deleted { get; init; }

    /// <summary>What of it is another way in the experiment of its name that is here; for people.</summary>
    public IEnumerable<string> Differences(TrackedExperiment here)
    {
        if (Deleted != here.Deleted)
            yield return Words(here.Deleted, Deleted);
        if (Experiment.ArtifactLocation is { } location && location != here.ArtifactLocation)
            yield return $"its artifacts are in {here.ArtifactLocation} here and in {location} there";
        var tags = here.Tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        foreach (var (key, value) in Experiment.Tags)
        {
            if (ImportedTexts.Difference("tag", key, tags.GetValueOrDefault(key), value) is { } other)
                yield return other;
        }
    }

    private static string Words(bool here, bool there) => string.Create(CultureInfo.InvariantCulture, $"it is {(here ? "deleted" : "active")} here and {(there ? "deleted" : "active")} there");
}
