namespace ModelRegistry.Core.Registry;

/// <summary>Why a version moved, as it stands in <c>StageMoved.Cause</c>.</summary>
public static class MoveCause
{
    public const string Transition = "transition";
    public const string Promotion = "promotion";
    public const string Superseded = "superseded";
    public const string Rollback = "rollback";

    /// <summary>Out of Production by an operator.</summary>
    public const string Demotion = "demotion";

    /// <summary>It was there in the registry it comes from.</summary>
    public const string Import = "import";

    /// <summary>The whole model was deleted.</summary>
    public const string Deletion = "deletion";
}
