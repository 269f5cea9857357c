using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>No severe drift on what a version reads or gives, and promotions not frozen.</summary>
internal static class DriftGate
{
    public static (bool Met, string Value) Judge(VersionRow version, FreezeView? frozen, DriftReport? latest)
    {
        if (frozen is not null)
            return (false, Say(frozen));
        var (severe, value) = Say(latest, version);
        return (!severe, value);
    }

    private static (bool Severe, string Value) Say(DriftReport? report, VersionRow version)
    {
        if (report is null || report.Drill)
            return (false, "not measured");
        var features = SevereFeatures(report, version);
        return features.IsEmpty
            ? (false, $"{Word(report)} as of {Day(report.AsOf)}, report {report.Id:D}")
            : (true, $"SEVERE on {string.Join(", ", features)} as of {Day(report.AsOf)}, report {report.Id:D}");
    }

    private static string Word(DriftReport report) => report.Severity switch
    {
        DriftSeverity.Severe => "severe only on what the version does not read",
        DriftSeverity.NotEnoughData => "not enough data",
        _ => report.Severity.ToString().ToLowerInvariant(),
    };

    private static string Say(FreezeView frozen)
        => $"promotions frozen{(frozen.Features.IsEmpty ? "" : ", SEVERE on " + string.Join(", ", frozen.Features))} as of {Day(frozen.AsOf)}, report {frozen.ReportId:D}";

    /// <summary>The severe features among the version's inputs (all of them where it has no signature), and <c>score</c> where the report is about this version.</summary>
    private static ImmutableArray<string> SevereFeatures(DriftReport report, VersionRow version)
    {
        var severe = report.Features.Where(f => f.Severity == DriftSeverity.Severe).Select(f => f.Feature).Concat(report.DriftedFeatures).Distinct(StringComparer.Ordinal);
        var inputs = version.View.Inputs;
        return [.. severe.Where(feature => feature == FeatureProfile.Score ? report.Version == version.Number : inputs.IsEmpty || inputs.Contains(feature))];
    }

    private static string Day(DateTimeOffset asOf) => asOf.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
