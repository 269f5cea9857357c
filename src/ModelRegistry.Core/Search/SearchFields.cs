using System.Collections.Frozen;

namespace ModelRegistry.Core.Search;

/// <summary>The fields that can be searched: plain ones, and maps whose keys are chosen freely.</summary>
public sealed class SearchFields
{
    private readonly FrozenDictionary<string, (string Name, SearchKind Kind, bool IsMap)> _fields;

    private SearchFields(params ReadOnlySpan<(string Word, string Name, SearchKind Kind, bool IsMap)> fields) =>
        _fields = fields.ToArray().ToFrozenDictionary(field => field.Word, field => (field.Name, field.Kind, field.IsMap), StringComparer.OrdinalIgnoreCase);

    /// <summary>Of versions; <c>framework</c> is another word for <c>flavor</c>.</summary>
    public static SearchFields Versions { get; } = new(
        ("name", "name", SearchKind.Text, false),
        ("number", "number", SearchKind.Number, false),
        ("version", "version", SearchKind.Version, false),
        ("stage", "stage", SearchKind.Text, false),
        ("flavor", "flavor", SearchKind.Text, false),
        ("framework", "flavor", SearchKind.Text, false),
        ("algorithm", "algorithm", SearchKind.Text, false),
        ("type", "type", SearchKind.Text, false),
        ("description", "description", SearchKind.Text, false),
        ("created_by", "created_by", SearchKind.Text, false),
        ("created_at", "created_at", SearchKind.Time, false),
        ("updated_at", "updated_at", SearchKind.Time, false),
        ("tags", "tags", SearchKind.Text, true),
        ("params", "params", SearchKind.Text, true),
        ("metrics", "metrics", SearchKind.Number, true));

    /// <summary>Of models; <c>stage</c> is not one of them, their versions have stages.</summary>
    public static SearchFields Models { get; } = new(
        ("name", "name", SearchKind.Text, false),
        ("lifecycle", "lifecycle", SearchKind.Text, false),
        ("description", "description", SearchKind.Text, false),
        ("production", "production", SearchKind.Number, false),
        ("created_by", "created_by", SearchKind.Text, false),
        ("created_at", "created_at", SearchKind.Time, false),
        ("updated_at", "updated_at", SearchKind.Time, false),
        ("tags", "tags", SearchKind.Text, true));

    /// <summary>All words, for error messages.</summary>
    public string Known => string.Join(", ", _fields.OrderBy(entry => entry.Value.IsMap).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value.IsMap ? $"{entry.Key}.KEY" : entry.Key));

    /// <summary>The field behind a word, with a key exactly where it is a map; null when there is none.</summary>
    public SearchField? Find(string word, string? key) =>
        _fields.TryGetValue(word, out var field) && field.IsMap == key is not null ? new SearchField(field.Name, key, field.Kind) : null;

    /// <summary>Whether the word needs a key.</summary>
    public bool IsMap(string word) => _fields.TryGetValue(word, out var field) && field.IsMap;
}
