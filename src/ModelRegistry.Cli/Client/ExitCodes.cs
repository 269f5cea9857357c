namespace ModelRegistry.Cli.Client;

/// <summary>What a script learns from a command that works with a registry.</summary>
internal static class ExitCodes
{
    /// <summary>The registry refused it, or would: a conflict, a stale revision, gates that do not hold, a mismatch.</summary>
    public const int Refused = 1;

    /// <summary>The command was not understood, or something it needs is missing.</summary>
    public const int Usage = 2;

    public const int NotFound = 3;

    /// <summary>No valid token, or one that may not do this.</summary>
    public const int NotAllowed = 4;

    /// <summary>No registry answered, or it could not work.</summary>
    public const int NotReachable = 5;

    public const int Interrupted = 130;

    public static int Of(int status) => status switch
    {
        400 or 413 => Usage,
        401 or 403 => NotAllowed,
        404 => NotFound,
        >= 500 => NotReachable,
        _ => Refused,
    };
}
