namespace ModelRegistry.Core.Registry.Policy;

/// <summary>The gates there are, by their keys in policies and overrides.</summary>
public static class GateKeys
{
    /// <summary>Principals other than the author that must have approved.</summary>
    public const string Approvals = "approvals";

    /// <summary>1: the manifest must be complete.</summary>
    public const string Manifest = "manifest";

    /// <summary>1: no severe drift on the version's inputs or score, and promotions not frozen.</summary>
    public const string NoSevereDrift = "no_severe_drift";

    /// <summary>Metric at least.</summary>
    public const string Min = "min_";

    /// <summary>Metric at most.</summary>
    public const string Max = "max_";

    /// <summary>A negative fraction, compared by magnitude; so is its gate, which carries the same name.</summary>
    public const string MaxDrawdown = "max_drawdown";

    /// <summary>More than this many principals nobody asks for by intention.</summary>
    public const int MostApprovals = 20;

    /// <summary>The key as it stands in results: camelCase of the named gates becomes snake case.</summary>
    public static string Canonical(string key) => key == "noSevereDrift" ? NoSevereDrift : key;

    /// <summary>Whether a canonical key bounds a metric.</summary>
    public static bool IsMetric(string key)
        => key.Length > Min.Length && (key.StartsWith(Min, StringComparison.Ordinal) || key.StartsWith(Max, StringComparison.Ordinal));

    /// <summary>Whether a canonical key asks for at least, rather than at most.</summary>
    public static bool IsLowerBound(string key) => !key.StartsWith(Max, StringComparison.Ordinal);

    /// <summary>The metric behind a key.</summary>
    public static string Metric(string key) => key == MaxDrawdown ? key : key[Min.Length..];

    /// <summary>Null when the threshold makes sense for the canonical key; otherwise what is wrong and what would be right.</summary>
    public static string? Check(string key, double threshold)
    {
        if (!double.IsFinite(threshold))
            return $"{key}: {threshold} is no threshold; a finite number is wanted";
        return key switch
        {
            Approvals => threshold is >= 0 and <= MostApprovals && threshold == Math.Floor(threshold)
                ? null
                : $"{key}: {threshold} is no number of approvals; a whole number from 0 to {MostApprovals} is wanted",
            Manifest or NoSevereDrift => threshold is 0 or 1 ? null : $"{key}: {threshold} is neither 1 (asked for) nor 0 (not asked for)",
            _ when IsMetric(key) => null,
            _ => $"'{key}' is no gate; min_METRIC, max_METRIC, {Approvals}, {Manifest} and {NoSevereDrift} are",
        };
    }

    /// <summary>
    /// Whether an override waives a metric gate altogether: −∞ for at least, +∞ for at most. Then a metric that was not measured passes too;
    /// a policy file says <c>off</c> for the same.
    /// </summary>
    public static bool Waives(string key, double threshold)
        => IsMetric(key) && (IsLowerBound(key) ? double.IsNegativeInfinity(threshold) : double.IsPositiveInfinity(threshold));

    /// <summary>Whether a threshold lets more pass than another does.</summary>
    public static bool Loosens(string key, double threshold, double than)
    {
        if (key == MaxDrawdown)
            return Math.Abs(threshold) > Math.Abs(than);
        return IsLowerBound(key) ? threshold < than : threshold > than;
    }
}
