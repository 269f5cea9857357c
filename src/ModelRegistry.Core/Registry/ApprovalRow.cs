using ModelRegistry.Contracts;

namespace ModelRegistry.Core.Registry;

/// <summary>One principal's approval of a version.</summary>
public sealed record ApprovalRow
{
    public required string Principal { get; init; }

    public required Role Role { get; init; }

    /// <summary>Of the gates there were then; null where that was not kept yet.</summary>
    public string? GatesDigest { get; init; }

    /// <summary>Whether it counts under gates of this digest: an approval was given to a version under the rules of its day.</summary>
    public bool CountsUnder(string gatesDigest) => GatesDigest is null || GatesDigest == gatesDigest;
}
