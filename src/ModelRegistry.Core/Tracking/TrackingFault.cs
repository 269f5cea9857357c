namespace ModelRegistry.Core.Tracking;

/// <summary>Why a tracking call is refused.</summary>
public enum TrackingFault
{
    /// <summary>A value that cannot be taken, or not in the present state of the run or experiment.</summary>
    Invalid,

    /// <summary>What it names does not exist.</summary>
    NotFound,

    /// <summary>The name is taken.</summary>
    AlreadyExists,

    /// <summary>The experiment is deleted.</summary>
    WrongState,
}
