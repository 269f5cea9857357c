using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Where the reference's features stand in the rows of each version: versions may take other features, in another order.</summary>
internal sealed class RowMaps(ReferenceProfile reference)
{
    /// <summary>The place of a feature that the version does not take.</summary>
    public const int Absent = -1;

    private readonly Dictionary<int, int[]> _maps = [];

    /// <summary>Place of the reference's <c>score</c>; <see cref="Absent"/> where it has none.</summary>
    public int Score { get; } = IndexOf(reference, FeatureProfile.Score);

    public bool Knows(int version) => _maps.ContainsKey(version);

    public void Learn(ModelView view)
    {
        foreach (var version in view.Versions.Concat(view.DeletedVersions))
        {
            if (!_maps.ContainsKey(version.Number)) _maps[version.Number] = Map(version);
        }
    }

    /// <summary>By feature of the reference: its place in the version's rows.</summary>
    public int[] Of(int version) => _maps[version];

    private int[] Map(VersionView version) =>
        [.. reference.Features.Select((feature, i) => i == Score ? Absent : version.Inputs.IndexOf(feature.Name))];

    private static int IndexOf(ReferenceProfile reference, string name)
    {
        for (var i = 0; i < reference.Features.Length; i++)
        {
            if (string.Equals(reference.Features[i].Name, name, StringComparison.Ordinal)) return i;
        }

        return Absent;
    }
}
