using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Monitoring;

/// <summary>What to do after a scan. Pure; every answer says why.</summary>
public static class MonitorDecision
{
    /// <summary>A version fits better only when it is nearer by a tenth: two that fit equally badly are not exchanged.</summary>
    public const double BetterBy = 0.9;

    /// <summary>Earlier production versions that could come back, the newest first. Drills never do.</summary>
    /// <param name="view">The model.</param>
    /// <param name="version">The version in production that was judged.</param>
    public static IReadOnlyList<int> Candidates(ModelView view, int version)
    {
        var drills = view.Versions.Where(v => v.Drill).Select(v => v.Number).ToHashSet();
        return [.. view.FormerProduction.Reverse().Where(v => v != version && !drills.Contains(v)).Distinct()];
    }

    /// <summary>True when <see cref="Decide"/> will compare fits; measuring them costs a pass over the log.</summary>
    public static bool NeedsFits(ScanStreak streak, DriftReport report, MonitorPolicy policy, ModelView view) =>
        Acts(streak, report, policy) && policy.Action == DriftAction.RollBack && view.Production == report.Version;

    /// <param name="streak">With this report counted.</param>
    /// <param name="report">The scan.</param>
    /// <param name="policy">The policy it was judged by.</param>
    /// <param name="view">The model now.</param>
    /// <param name="fits">Of the version judged and of the candidates, where <see cref="NeedsFits"/>.</param>
    public static MonitorAction Decide(
        ScanStreak streak, DriftReport report, MonitorPolicy policy, ModelView view, IReadOnlyList<VersionFit> fits)
    {
        if (report.Severity == DriftSeverity.Severe)
            return Acts(streak, report, policy) ? Act(report, policy, view, fits) : Wait(streak, policy);
        if (streak.Episode is not { } episode || report.Severity == DriftSeverity.NotEnoughData) return None("");
        if (streak.CalmInARow < policy.ThawScans)
            return None(Text($"{streak.CalmInARow} of {policy.ThawScans} scans without severe drift since report {episode:D}"));
        var why = Text($"{streak.CalmInARow} scans running without severe drift");
        return view.Frozen?.ReportId == episode
            ? new MonitorAction { Kind = MonitorActionKind.Thaw, Why = why, EndsEpisode = true }
            : None(why + ": the episode is over") with { EndsEpisode = true };
    }

    private static bool Acts(ScanStreak streak, DriftReport report, MonitorPolicy policy) =>
        report.Severity == DriftSeverity.Severe
        && streak.SevereInARow >= policy.ConfirmScans
        && streak.Episode is null
        && policy.Action != DriftAction.Notify;

    private static MonitorAction Wait(ScanStreak streak, MonitorPolicy policy)
    {
        if (policy.Action == DriftAction.Notify) return None("the policy asks for a report only");
        return streak.Episode is { } episode
            ? None(Text($"severe for {streak.SevereInARow} scans running; what could be done was done after report {episode:D}"))
            : None(Text($"severe scan {streak.SevereInARow} of the {policy.ConfirmScans} running that confirm it"));
    }

    private static MonitorAction Act(DriftReport report, MonitorPolicy policy, ModelView view, IReadOnlyList<VersionFit> fits)
    {
        var found = Text($"severe drift of {Names(report)} on {(report.SevereInARow == 1 ? "one scan" : $"{report.SevereInARow} scans running")}");
        if (policy.Action == DriftAction.FreezeAndRetrain) return Freeze(found + ": the policy freezes promotions and asks for retraining");
        if (view.Production != report.Version)
            return Freeze(Text($"{found}; version {report.Version} is not in production now, so there is nothing to roll back"));

        var present = fits.FirstOrDefault(f => f.Version == report.Version);
        var others = Candidates(view, report.Version).Select(v => fits.FirstOrDefault(f => f.Version == v)).OfType<VersionFit>().ToList();
        if (others.Count == 0) return Freeze(found + "; no earlier production version to return to");
        var better = present is null ? null : others.FirstOrDefault(other => FitsBetter(other, present));
        return better is null
            ? Freeze(Text($"{found}; no earlier production version fits better: {Figures([.. others.Prepend(present).OfType<VersionFit>()])}"))
            : new MonitorAction
            {
                Kind = MonitorActionKind.RollBack,
                To = better.Version,
                From = report.Version,
                Why = Text($"{found}; version {better.Version} fits the window better: {Figures([present!, better])}"),
            };
    }

    private static string Names(DriftReport report)
    {
        const int Most = 10;
        var names = string.Join(", ", report.DriftedFeatures.Take(Most));
        return report.DriftedFeatures.Length > Most ? Text($"{names} and {report.DriftedFeatures.Length - Most} more") : names;
    }

    private static bool FitsBetter(VersionFit other, VersionFit present)
    {
        var withScores = other.Scores is not null && present.Scores is not null;
        return other.Distance(withScores) is { } there && present.Distance(withScores) is { } here && there < here * BetterBy;
    }

    private static string Figures(IReadOnlyList<VersionFit> fits) => string.Join("; ", fits.Select(f => Text(
        $"version {f.Version}: features {Number(f.Features)}{(f.Worst.Length == 0 ? "" : $" ({f.Worst})")}, scores {Number(f.Scores)}")))
        + " (PSI against its training data over its severe threshold)";

    private static string Number(double? value) => value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "not measured";

    private static MonitorAction Freeze(string why) => new() { Kind = MonitorActionKind.FreezeAndRetrain, Why = why };

    private static MonitorAction None(string why) => new() { Kind = MonitorActionKind.None, Why = why };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
