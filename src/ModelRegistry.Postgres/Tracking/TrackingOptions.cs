namespace ModelRegistry.Postgres.Tracking;

/// <summary>How runs are logged, section <c>Tracking</c>.</summary>
public sealed class TrackingOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Tracking";

    /// <summary>Whether values of params and tags that are too long are cut to the length that is taken; otherwise they are refused.</summary>
    /// <value>True.</value>
    public bool TruncateLongValues { get; set; } = true;
}
