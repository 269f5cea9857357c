using System.Collections.Frozen;
using System.Collections.Immutable;
using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Grains.Serving;

/// <summary>Lays the named features of instances out in signature order.</summary>
internal sealed class FeatureLayout
{
    private readonly FrozenDictionary<string, int> _index;
    private ImmutableArray<string> _lastNames;
    private int[] _lastPlaces = [];

    private readonly FrozenSet<string> _known;

    /// <param name="inputs">The inputs of the version, in order.</param>
    /// <param name="known">The inputs of every version that scores the request; other names are refused.</param>
    public FeatureLayout(ImmutableArray<string> inputs, FrozenSet<string> known)
    {
        Width = inputs.Length;
        _known = known;
        _index = inputs.Select((name, i) => KeyValuePair.Create(name, i)).ToFrozenDictionary();
    }

    public int Width { get; }

    /// <summary>Writes one row; features that are not given stay missing (NaN).</summary>
    /// <returns>Null, or what is wrong with the instance.</returns>
    public string? Write(PredictInstance instance, Span<float> row)
    {
        row.Fill(float.NaN);
        if (instance.Names.Length != instance.Values.Length)
            return $"{instance.Names.Length} feature names but {instance.Values.Length} values";
        if (Places(instance.Names) is { } wrong)
            return wrong;
        for (var i = 0; i < _lastPlaces.Length; i++)
        {
            if (_lastPlaces[i] < 0)
                continue;
            var value = (float)instance.Values[i];
            if (float.IsInfinity(value))
                return $"feature '{instance.Names[i]}' is {instance.Values[i]}, which is not a finite 32-bit number; leave a missing value out";
            row[_lastPlaces[i]] = value;
        }

        return null;
    }

    /// <summary>Where each name goes. Instances of one request mostly share their names, so the last answer is kept.</summary>
    private string? Places(ImmutableArray<string> names)
    {
        if (names == _lastNames)
            return null;
        var places = new int[names.Length];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < places.Length; i++)
        {
            if (!_known.Contains(names[i]))
                return $"feature '{names[i]}' is not an input of the model; its inputs are {string.Join(", ", _known.Order(StringComparer.Ordinal))}";
            places[i] = _index.GetValueOrDefault(names[i], -1);
            if (!seen.Add(names[i]))
                return $"feature '{names[i]}' is given twice";
        }

        _lastNames = names;
        _lastPlaces = places;
        return null;
    }
}
