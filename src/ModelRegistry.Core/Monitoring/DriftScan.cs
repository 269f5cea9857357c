using System.Globalization;
using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Judges one window against the days before it, by the bins and thresholds of a reference. Pure.</summary>
public static class DriftScan
{
    /// <summary>With fewer rows a day than this share of the baseline's, nothing is judged: who is missing may be what changed.</summary>
    public const double LeastConfidence = 0.5;

    /// <param name="reference">Bins and thresholds.</param>
    /// <param name="windows">One per feature of the reference that has cells; others are left out of the report.</param>
    /// <param name="policy">Windows, least rows and the least thresholds.</param>
    /// <exception cref="ArgumentException">A window of a feature that the reference does not have.</exception>
    public static DriftJudgement Judge(ReferenceProfile reference, IReadOnlyList<FeatureWindow> windows, MonitorPolicy policy)
    {
        var byName = reference.Features.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var scales = windows.Select(w => Scale(byName, w)).ToList();
        var applies = reference.WindowDays == policy.WindowDays && reference.BaselineDays == policy.BaselineDays;
        var features = windows.Zip(scales, (window, scale) => FeatureScan.Judge(scale, window, policy, applies)).ToList();
        var widest = windows.MaxBy(w => w.Window.Rows + w.Window.Missing);
        var severe = features.Where(f => f.Severity == DriftSeverity.Severe).OrderByDescending(Score).ThenBy(f => f.Feature, StringComparer.Ordinal);
        return new DriftJudgement
        {
            Severity = features.Count == 0 ? DriftSeverity.NotEnoughData : features.Max(f => f.Severity),
            DriftedFeatures = [.. severe.Select(f => f.Feature)],
            DriftScore = features.Where(f => f.Severity != DriftSeverity.NotEnoughData).Select(Score).DefaultIfEmpty(0).Max(),
            Confidence = widest is null ? 0 : FeatureScan.Confidence(widest, policy),
            Rows = widest is null ? 0 : widest.Window.Rows + widest.Window.Missing,
            Days = windows.Select(w => w.Window.Days).DefaultIfEmpty(0).Max(),
            BaselineDays = windows.Select(w => w.Baseline.Days).DefaultIfEmpty(0).Max(),
            Features = [.. features],
        };
    }

    /// <summary>The judgement in a sentence, for people.</summary>
    public static string Describe(DriftJudgement judgement)
    {
        var worst = judgement.Features.Where(f => f.Psi is not null).OrderByDescending(Score).FirstOrDefault();
        return judgement.Severity switch
        {
            DriftSeverity.NotEnoughData => string.Create(
                CultureInfo.InvariantCulture,
                $"not enough data: {judgement.Rows} rows on {judgement.Days} days against {judgement.BaselineDays} days before"),
            DriftSeverity.Severe => $"severe drift of {string.Join(", ", judgement.DriftedFeatures)}" + (worst is null ? "" : $" ({Describe(worst)})"),
            _ when worst is not null => $"{judgement.Severity.ToString().ToLowerInvariant()}: nearest to its threshold is {Describe(worst)}",
            _ => "no drift",
        };
    }

    private static string Describe(FeatureDrift f) =>
        string.Create(CultureInfo.InvariantCulture, $"{f.Feature}: PSI {f.Psi:0.###}, severe from {f.SevereThreshold:0.###}{(f.Direction.Length == 0 ? "" : ", " + f.Direction)}");

    private static double Score(FeatureDrift feature) => feature.Severity == DriftSeverity.Severe
        ? Math.Max(1, (feature.Psi ?? 0) / feature.SevereThreshold)
        : (feature.Psi ?? 0) / feature.SevereThreshold;

    private static FeatureReference Scale(Dictionary<string, FeatureReference> byName, FeatureWindow window) =>
        byName.TryGetValue(window.Feature, out var found)
            ? found
            : throw new ArgumentException($"The reference has no feature '{window.Feature}'; it has {string.Join(", ", byName.Keys)}.", nameof(window));
}
