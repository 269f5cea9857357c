using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>What the grain holds of a version: what is shown, and digests of what the next version is compared with.</summary>
public sealed record VersionRow
{
    public required VersionView View { get; init; }

    /// <summary>Digest of the canonical signature.</summary>
    public required string SignatureDigest { get; init; }

    /// <summary>Digest of flavor, algorithm and hyper-parameters.</summary>
    public required string SettingsDigest { get; init; }

    /// <summary>Was in production at some time, so that a rollback may name it.</summary>
    public bool Served { get; init; }

    /// <summary>In the order they were given; one a principal, the latest.</summary>
    public ImmutableArray<ApprovalRow> Approvals { get; init; } = [];

    /// <summary>Kept as a tombstone: see <see cref="ModelState.Find"/>.</summary>
    public bool Deleted { get; init; }

    public int Number => View.Number;

    public SemanticVersion SemanticVersion => SemanticVersion.TryParse(View.SemanticVersion, out var version) ? version : default;

    public Stage Stage => View.Stage;
}
