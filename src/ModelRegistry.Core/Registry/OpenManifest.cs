using ModelRegistry.Contracts.Registry.Commands;

namespace ModelRegistry.Core.Registry;

/// <summary>A version that still takes over what its run logs, as the tables have it by now.</summary>
public sealed record OpenManifest
{
    /// <summary>The version with what the run has logged by now in the place of what it had logged when the version was registered.</summary>
    public required RegisterVersion Version { get; init; }

    /// <summary>Whether who acts need not wait for more: the run has ended, was deleted, or is not known here.</summary>
    public required bool RunEnded { get; init; }
}
