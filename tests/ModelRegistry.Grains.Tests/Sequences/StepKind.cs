namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>What a step of a sequence does.</summary>
internal enum StepKind
{
    Register,
    Promote,
    Transition,
    RollBack,
    Approve,
    SetAlias,
    RemoveAlias,
    SetShadows,
    Freeze,
    Thaw,
    Delete,

    /// <summary>Sends a command again that was carried out.</summary>
    Repeat,

    /// <summary>Sends another command under the id of one that was carried out.</summary>
    Reuse,

    /// <summary>The writer goes and another comes in its place, from a snapshot.</summary>
    Wake,

    /// <summary>All snapshots are deleted.</summary>
    Forget,

    /// <summary>The server ends all connections.</summary>
    EndConnections,

    /// <summary>The server is stopped and started while a command runs.</summary>
    Restart,
}
