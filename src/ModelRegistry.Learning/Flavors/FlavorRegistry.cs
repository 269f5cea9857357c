using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ModelRegistry.Learning.Flavors;

/// <summary>The flavors that this process can score, by name.</summary>
public sealed class FlavorRegistry
{
    private readonly FrozenDictionary<string, IModelFlavor> _flavors;

    /// <exception cref="ArgumentException">Two flavors have one name.</exception>
    public FlavorRegistry(IEnumerable<IModelFlavor> flavors)
    {
        ArgumentNullException.ThrowIfNull(flavors);
        var byName = new Dictionary<string, IModelFlavor>(StringComparer.Ordinal);
        foreach (var flavor in flavors)
        {
            if (!byName.TryAdd(flavor.Name, flavor))
                throw new ArgumentException($"Two flavors are named '{flavor.Name}': {byName[flavor.Name].GetType().Name} and {flavor.GetType().Name}.", nameof(flavors));
        }

        _flavors = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Names = [.. byName.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>In alphabetical order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Null where no such flavor is known.</summary>
    public IModelFlavor? Find(string name) => _flavors.GetValueOrDefault(name);

    /// <summary>Loads an artifact of the named flavor.</summary>
    /// <exception cref="InvalidModelException">The flavor is unknown, or the artifact is not one of it.</exception>
    public IScorer Load(string flavor, ReadOnlyMemory<byte> artifact) =>
        (Find(flavor) ?? throw new InvalidModelException($"The flavor '{flavor}' is unknown; known are {string.Join(", ", Names)}.")).Load(artifact);
}
