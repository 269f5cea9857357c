using System.Globalization;
using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Core.Monitoring;

/// <summary>The bounds of a <see cref="MonitorPolicy"/>.</summary>
public static class MonitorPolicyRules
{
    public const int MaxNote = 1_000;

    /// <summary>What is wrong with the policy: the setting, its value and what would be right; null when nothing is.</summary>
    public static string? Check(MonitorPolicy policy) =>
        Range("windowDays", policy.WindowDays, 1, 250)
        ?? Range("baselineDays", policy.BaselineDays, 1, 1_000)
        ?? Range("confirmScans", policy.ConfirmScans, 1, 100)
        ?? Range("thawScans", policy.ThawScans, 1, 1_000)
        ?? Range("periodMinutes", policy.PeriodMinutes, 1, 7 * 24 * 60)
        ?? Range("minRows", policy.MinRows, 2, 1_000_000_000)
        ?? Thresholds(policy)
        ?? (Enum.IsDefined(policy.Action) ? null : $"action is {policy.Action}; {string.Join(", ", Enum.GetNames<DriftAction>())} are known.")
        ?? (policy.Note is { Length: <= MaxNote } ? null : $"note is missing or longer than {MaxNote} characters.");

    private static string? Thresholds(MonitorPolicy policy) =>
        policy.Moderate > 0 && policy.Severe >= policy.Moderate && double.IsFinite(policy.Severe)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"moderate is {policy.Moderate} and severe {policy.Severe}; 0 < moderate ≤ severe is wanted.");

    private static string? Range(string name, int value, int least, int most) => value >= least && value <= most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; {least} to {most} is wanted.");
}
