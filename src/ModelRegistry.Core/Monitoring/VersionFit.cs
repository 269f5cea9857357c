namespace ModelRegistry.Core.Monitoring;

/// <summary>How far the present window is from what a version was trained on.</summary>
public sealed record VersionFit
{
    public required int Version { get; init; }

    /// <summary>Largest PSI of a feature against the version's training data, over that feature's severe threshold; null when nothing could be measured.</summary>
    public double? Features { get; init; }

    /// <summary>The same of the scores the version itself gave last; null where it gave too few.</summary>
    public double? Scores { get; init; }

    /// <summary>The feature that was furthest.</summary>
    public string Worst { get; init; } = "";

    /// <summary>The worse of both, or of the features alone.</summary>
    public double? Distance(bool withScores) => withScores && Scores is { } scores ? Math.Max(Features ?? 0, scores) : Features;
}
