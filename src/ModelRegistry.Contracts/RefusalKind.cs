namespace ModelRegistry.Contracts;

/// <summary>Why a command was refused; each kind has one HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>400: malformed.</summary>
    Invalid,

    /// <summary>403: the role or scope does not allow it.</summary>
    Forbidden,

    /// <summary>404: names something that does not exist.</summary>
    NotFound,

    /// <summary>409: conflicts with the present state.</summary>
    Conflict,

    /// <summary>412: the expected revision is not the present one.</summary>
    Stale,

    /// <summary>422: well-formed but refused by a rule.</summary>
    Refused,

    /// <summary>503: cannot be taken now; try again.</summary>
    Unavailable,
}
