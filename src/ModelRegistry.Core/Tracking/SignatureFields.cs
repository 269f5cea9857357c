using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Tracking;

/// <summary>The inputs or outputs of an MLflow signature as fields.</summary>
/// <param name="Fields">In order.</param>
/// <param name="Whole">Whether they say all that the list said.</param>
internal readonly record struct SignatureFields(ImmutableArray<SignatureField> Fields, bool Whole)
{
    /// <param name="list">A list of columns and tensors; what is none gives no fields.</param>
    /// <param name="most">A longer list gives no fields.</param>
    public static SignatureFields Read(JsonElement list, int most)
    {
        if (list.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return new([], Whole: true);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > most)
            return new([], Whole: false);
        var (fields, names, whole) = (ImmutableArray.CreateBuilder<SignatureField>(), new HashSet<string>(StringComparer.Ordinal), true);
        foreach (var item in list.EnumerateArray())
        {
            var named = Name(item) is { } name && names.Add(name) ? name : null;
            var (type, plain) = SignatureType.Of(item);
            whole &= named is not null && plain;
            fields.Add(new SignatureField { Name = named ?? Place(names, fields.Count), Type = type });
        }

        return new(fields.DrainToImmutable(), whole);
    }

    private static string? Name(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && NameRules.Check("name", name.GetString(), TextRules.MaxKey) is null ? name.GetString() : null;

    /// <summary>What a field is called that has no name, or none that can be one.</summary>
    private static string Place(HashSet<string> names, int index)
    {
        var place = index.ToString(CultureInfo.InvariantCulture);
        while (!names.Add(place))
            place = $"#{place}";
        return place;
    }
}
