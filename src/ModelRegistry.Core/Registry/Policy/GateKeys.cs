namespace ModelRegistry.Core.Registry.Policy;

/// <summary>The gates there are, by their keys in policies and overrides.</summary>
public static class GateKeys
{
    /// <summary>Principals other than the author that must have approved.</summary>
    public const string Approvals = "approvals";

    /// <summary>As <see cref="Approvals"/>, counting only those with the role admin.</summary>
    public const string AdminApprovals = "admin_approvals";

    /// <summary>1: the manifest must be complete.</summary>
    public const string Manifest = "manifest";

    /// <summary>1: who calls the version in production can call this one.</summary>
    public const string Signature = "signature";

    /// <summary>1: an A/B test against the version in production was concluded and won.</summary>
    public const string Experiment = "experiment";

    /// <summary>1: no severe drift on the version's inputs or score, and promotions not frozen.</summary>
    public const string NoSevereDrift = "no_severe_drift";

    /// <summary>1: the webhook of that name is asked and agrees.</summary>
    public const string Webhook = "webhook_";

    /// <summary>Metric at least.</summary>
    public const string Min = "min_";

    /// <summary>Metric at most.</summary>
    public const string Max = "max_";

    /// <summary>Metric at least that of the version in production, less this fraction of its magnitude.</summary>
    public const string NotBelow = "not_below_";

    /// <summary>Metric at most that of the version in production, plus this fraction of its magnitude.</summary>
    public const string NotAbove = "not_above_";

    /// <summary>A negative fraction, compared by magnitude; so is its gate, which carries the same name.</summary>
    public const string MaxDrawdown = "max_drawdown";

    /// <summary>More than this many principals nobody asks for by intention.</summary>
    public const int MostApprovals = 20;

    private const string Known =
        $"{Min}METRIC, {Max}METRIC, {NotBelow}METRIC, {NotAbove}METRIC, {Approvals}, {AdminApprovals}, {Manifest}, {Signature}, {Experiment}, {NoSevereDrift} and {Webhook}NAME";

    /// <summary>The key as it stands in results: camelCase of the named gates becomes snake case.</summary>
    public static string Canonical(string key) => key switch
    {
        "noSevereDrift" => NoSevereDrift,
        "adminApprovals" => AdminApprovals,
        _ => key,
    };

    /// <summary>Whether a canonical key is one of a gate.</summary>
    public static bool IsKnown(string key) => IsCount(key) || IsYesOrNo(key) || IsMetric(key);

    /// <summary>Whether a canonical key counts approvals.</summary>
    public static bool IsCount(string key) => key is Approvals or AdminApprovals;

    /// <summary>Whether a canonical key is asked for (1) or not (0), and nothing between.</summary>
    public static bool IsYesOrNo(string key) => key is Manifest or Signature or Experiment or NoSevereDrift || IsWebhook(key);

    /// <summary>Whether a canonical key names a webhook.</summary>
    public static bool IsWebhook(string key) => key.Length > Webhook.Length && key.StartsWith(Webhook, StringComparison.Ordinal);

    /// <summary>Whether a canonical key bounds a metric.</summary>
    public static bool IsMetric(string key) => MetricPrefix(key) is not null;

    /// <summary>Whether a canonical key bounds a metric by that of the version in production.</summary>
    public static bool IsRelative(string key) => MetricPrefix(key) is NotBelow or NotAbove;

    /// <summary>Whether the metric of a canonical key must not be too low, rather than not too high.</summary>
    public static bool BoundsFromBelow(string key) => MetricPrefix(key) is Min or NotBelow;

    /// <summary>The metric behind a key.</summary>
    public static string Metric(string key) => key == MaxDrawdown ? key : key[MetricPrefix(key)!.Length..];

    /// <summary>What a gate that is asked for or not asks for.</summary>
    public static string Wanted(string key) => key switch
    {
        Manifest => "complete",
        Signature => "compatible",
        Experiment => "won against what is in production",
        NoSevereDrift => "none severe",
        _ => "passed",
    };

    /// <summary>Null when the threshold makes sense for the canonical key; otherwise what is wrong and what would be right.</summary>
    public static string? Check(string key, double threshold)
    {
        if (!double.IsFinite(threshold))
            return $"{key}: {threshold} is no threshold; a finite number is wanted";
        return key switch
        {
            _ when IsCount(key) => threshold is >= 0 and <= MostApprovals && threshold == Math.Floor(threshold)
                ? null
                : $"{key}: {threshold} is no number of approvals; a whole number from 0 to {MostApprovals} is wanted",
            _ when IsYesOrNo(key) => threshold is 0 or 1 ? null : $"{key}: {threshold} is neither 1 (asked for) nor 0 (not asked for)",
            _ when IsRelative(key) => threshold >= 0 ? null : $"{key}: {threshold} is negative; the fraction by which it may be worse is wanted, such as 0.02",
            _ when IsMetric(key) => null,
            _ => $"'{key}' is no gate; {Known} are",
        };
    }

    /// <summary>
    /// Whether an override waives a metric gate altogether: −∞ for min, +∞ for the others. Then a metric that was not measured passes too;
    /// a policy file says <c>off</c> for the same.
    /// </summary>
    public static bool Waives(string key, double threshold)
        => IsMetric(key) && (MoreIsStricter(key) ? double.IsNegativeInfinity(threshold) : double.IsPositiveInfinity(threshold));

    /// <summary>Whether a threshold lets more pass than another does.</summary>
    public static bool Loosens(string key, double threshold, double than)
    {
        if (key == MaxDrawdown)
            return Math.Abs(threshold) > Math.Abs(than);
        return MoreIsStricter(key) ? threshold < than : threshold > than;
    }

    private static bool MoreIsStricter(string key) => MetricPrefix(key) is null or Min;

    private static string? MetricPrefix(string key)
        => Array.Find([Min, Max, NotBelow, NotAbove], prefix => key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal));
}
