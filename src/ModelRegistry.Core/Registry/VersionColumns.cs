using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>The versions of a model by column, in the order of their numbers. What versions have in common is written once, and read into one object.</summary>
public sealed record VersionColumns
{
    public required ImmutableArray<string> SemanticVersion { get; init; }

    public required Column<Stage> Stage { get; init; }

    public required ImmutableArray<int?> Parent { get; init; }

    public required Column<string> Flavor { get; init; }

    public required Column<string> ArtifactDigest { get; init; }

    public required Column<string?> ReferenceProfileDigest { get; init; }

    public required Column<string?> Type { get; init; }

    public required Column<string> CreatedBy { get; init; }

    /// <summary>Ticks of UTC.</summary>
    public required ImmutableArray<long> CreatedAt { get; init; }

    /// <summary>By number; versions without any are left out.</summary>
    public required ImmutableDictionary<int, ImmutableArray<ApprovalRow>> Approvals { get; init; }

    public required Column<TextList> Inputs { get; init; }

    public required ImmutableArray<int> Drills { get; init; }

    public required Column<string?> FeatureGraphHash { get; init; }

    public required Column<string?> BumpReason { get; init; }

    public required Column<string> SignatureDigest { get; init; }

    public required Column<string> SettingsDigest { get; init; }

    /// <summary>The numbers of those that were in production.</summary>
    public required ImmutableArray<int> Served { get; init; }

    /// <summary>The numbers of those whose manifest is open.</summary>
    public required ImmutableArray<int> OpenManifests { get; init; }

    /// <summary>The numbers of those that were deleted.</summary>
    public required ImmutableArray<int> Deleted { get; init; }

    public static VersionColumns Of(ImmutableList<VersionRow> rows) => new()
    {
        SemanticVersion = [.. rows.Select(row => row.View.SemanticVersion)],
        Stage = Column<Stage>.Of(rows.Select(row => row.Stage)),
        Parent = [.. rows.Select(row => row.View.Parent)],
        Flavor = Column<string>.Of(rows.Select(row => row.View.Flavor)),
        ArtifactDigest = Column<string>.Of(rows.Select(row => row.View.ArtifactDigest)),
        ReferenceProfileDigest = Column<string?>.Of(rows.Select(row => row.View.ReferenceProfileDigest)),
        Type = Column<string?>.Of(rows.Select(row => row.View.Type)),
        CreatedBy = Column<string>.Of(rows.Select(row => row.View.CreatedBy)),
        CreatedAt = [.. rows.Select(row => row.View.CreatedAt.UtcTicks)],
        Approvals = rows.Where(row => !row.Approvals.IsEmpty).ToImmutableDictionary(row => row.Number, row => row.Approvals),
        Inputs = Column<TextList>.Of(rows.Select(row => new TextList(row.View.Inputs))),
        Drills = [.. rows.Where(row => row.View.Drill).Select(row => row.Number)],
        FeatureGraphHash = Column<string?>.Of(rows.Select(row => row.View.FeatureGraphHash)),
        BumpReason = Column<string?>.Of(rows.Select(row => row.View.BumpReason)),
        SignatureDigest = Column<string>.Of(rows.Select(row => row.SignatureDigest)),
        SettingsDigest = Column<string>.Of(rows.Select(row => row.SettingsDigest)),
        Served = [.. rows.Where(row => row.Served).Select(row => row.Number)],
        OpenManifests = [.. rows.Where(row => row.View.ManifestOpen).Select(row => row.Number)],
        Deleted = [.. rows.Where(row => row.Deleted).Select(row => row.Number)],
    };

    public ImmutableList<VersionRow> ToRows()
    {
        var (drills, served, open, deleted) = (Drills.ToHashSet(), Served.ToHashSet(), OpenManifests.ToHashSet(), Deleted.ToHashSet());
        return
        [
            .. Enumerable.Range(0, SemanticVersion.Length).Select(index => RowAt(index, drills.Contains(index + 1), open.Contains(index + 1), Approvals.GetValueOrDefault(index + 1, [])) with
            {
                Served = served.Contains(index + 1),
                Deleted = deleted.Contains(index + 1),
            }),
        ];
    }

    private VersionRow RowAt(int index, bool drill, bool manifestOpen, ImmutableArray<ApprovalRow> approvals) => new()
    {
        Approvals = approvals,
        SignatureDigest = SignatureDigest[index],
        SettingsDigest = SettingsDigest[index],
        View = new VersionView
        {
            Number = index + 1,
            SemanticVersion = SemanticVersion[index],
            Stage = Stage[index],
            Parent = Parent[index],
            Flavor = Flavor[index],
            ArtifactDigest = ArtifactDigest[index],
            ReferenceProfileDigest = ReferenceProfileDigest[index],
            Type = Type[index],
            CreatedBy = CreatedBy[index],
            CreatedAt = new DateTimeOffset(CreatedAt[index], TimeSpan.Zero),
            ApprovedBy = [.. approvals.Select(approval => approval.Principal)],
            Inputs = Inputs[index].Texts,
            Drill = drill,
            FeatureGraphHash = FeatureGraphHash[index],
            BumpReason = BumpReason[index],
            ManifestOpen = manifestOpen,
        },
    };
}
