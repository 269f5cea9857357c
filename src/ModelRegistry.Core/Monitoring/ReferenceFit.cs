namespace ModelRegistry.Core.Monitoring;

/// <summary>Measures how well a version's reference fits a window.</summary>
public static class ReferenceFit
{
    private const int Deciles = 10;

    /// <summary>
    /// PSI (by deciles of the training data) of the window against the training data, over the severe threshold: the worst feature
    /// that is not a rank, and the score apart.
    /// </summary>
    /// <param name="version">The version whose reference it is.</param>
    /// <param name="reference">Its reference.</param>
    /// <param name="windows">Window cells by feature, in the reference's own bins; <c>score</c> holds what the version itself scored.</param>
    /// <param name="minRows">Rows below which a feature is left out.</param>
    public static VersionFit Of(int version, ReferenceProfile reference, IReadOnlyDictionary<string, CellSum> windows, int minRows)
    {
        double? worst = null, scores = null;
        var name = "";
        foreach (var feature in reference.Features)
        {
            if (feature.Ranked || !windows.TryGetValue(feature.Name, out var window) || window.Rows < minRows) continue;
            var distance = Distance(feature, window);
            if (double.IsNaN(distance)) continue;
            if (string.Equals(feature.Name, FeatureProfile.Score, StringComparison.Ordinal)) scores = distance;
            else if (!(worst >= distance)) (worst, name) = (distance, feature.Name);
        }

        return new VersionFit { Version = version, Features = worst, Scores = scores, Worst = name };
    }

    private static double Distance(FeatureReference feature, CellSum window)
    {
        var pooling = Pooling.Into(Deciles, feature.Counts.AsSpan());
        return BinnedDistance.Psi(pooling.Pool(window.Counts), pooling.Pool(feature.Counts.AsSpan())) / feature.Severe;
    }
}
