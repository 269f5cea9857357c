using System.Collections.Frozen;

namespace ModelRegistry.Core.Search;

/// <summary>The fields that can be searched: plain ones, and maps whose keys are chosen freely.</summary>
public sealed class SearchFields
{
    private readonly FrozenDictionary<string, (string Name, SearchKind Kind, bool IsMap)> _fields;
    private readonly FrozenDictionary<string, string> _prefixes;

    private SearchFields(params ReadOnlySpan<(string Word, string Name, SearchKind Kind, bool IsMap)> fields)
        : this([], fields)
    {
    }

    private SearchFields((string Word, string Name)[] prefixes, ReadOnlySpan<(string Word, string Name, SearchKind Kind, bool IsMap)> fields)
    {
        _fields = fields.ToArray().ToFrozenDictionary(field => field.Word, field => (field.Name, field.Kind, field.IsMap), StringComparer.OrdinalIgnoreCase);
        _prefixes = prefixes.ToFrozenDictionary(prefix => prefix.Word, prefix => prefix.Name, StringComparer.OrdinalIgnoreCase);
    }

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

    /// <summary>Of MLflow's experiments.</summary>
    public static SearchFields Experiments { get; } = new(Attributes, [.. ExperimentAttributes, .. Tags]) { IsFlat = true };

    /// <summary>What MLflow's experiments may be ordered by.</summary>
    public static SearchFields ExperimentOrders { get; } = new(Attributes, [.. ExperimentAttributes, ("experiment_id", "experiment_id", SearchKind.Number, false)]) { IsFlat = true };

    /// <summary>Of runs.</summary>
    public static SearchFields Runs { get; } = new(
        [.. Attributes, ("dataset", "dataset."), ("datasets", "dataset.")],
        [
            .. RunAttributes, .. RunMaps,
            ("dataset.name", "dataset.name", SearchKind.Text, false), ("dataset.digest", "dataset.digest", SearchKind.Text, false), ("dataset.context", "dataset.context", SearchKind.Text, false),
        ])
    {
        IsFlat = true,
    };

    /// <summary>What runs may be ordered by.</summary>
    public static SearchFields RunOrders { get; } = new(Attributes, [.. RunAttributes, .. RunMaps]) { IsFlat = true };

    /// <summary>Of MLflow's registered models.</summary>
    public static SearchFields RegisteredModels { get; } = new([("attribute", "")], [("name", "name", SearchKind.Text, false), .. Tags]) { IsFlat = true };

    /// <summary>What registered models may be ordered by.</summary>
    public static SearchFields RegisteredModelOrders { get; } = new(
        ("name", "name", SearchKind.Text, false),
        ("timestamp", "updated_at", SearchKind.Time, false),
        ("last_updated_timestamp", "updated_at", SearchKind.Time, false))
    {
        IsFlat = true,
    };

    /// <summary>Of the versions of MLflow's registered models.</summary>
    public static SearchFields ModelVersions { get; } = new(
        [("attribute", "")],
        [
            ("name", "name", SearchKind.Text, false), ("run_id", "run_id", SearchKind.Text, false), ("source_path", "source_path", SearchKind.Text, false),
            ("version_number", "number", SearchKind.Number, false), .. Tags,
        ])
    {
        IsFlat = true,
        TakesQuotedNumbers = true,
    };

    /// <summary>What they may be ordered by.</summary>
    public static SearchFields ModelVersionOrders { get; } = new(
        ("name", "name", SearchKind.Text, false),
        ("version_number", "number", SearchKind.Number, false),
        ("creation_timestamp", "created_at", SearchKind.Time, false),
        ("last_updated_timestamp", "updated_at", SearchKind.Time, false))
    {
        IsFlat = true,
    };

    /// <summary>
    /// Whether only MLflow's part of the language is read: comparisons joined by AND, without NOT and parentheses; text equal, not equal and by pattern; lists for
    /// <c>run_id</c> and data sets.
    /// </summary>
    public bool IsFlat { get; private init; }

    /// <summary>Whether a number may stand in quotes, as MLflow's client has the number of a version in its entities.</summary>
    public bool TakesQuotedNumbers { get; private init; }

    /// <summary>All words, for error messages.</summary>
    public string Known => string.Join(", ", _fields.OrderBy(entry => entry.Value.IsMap).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value.IsMap ? $"{entry.Key}.KEY" : entry.Key));

    private static (string Word, string Name)[] Attributes => [("attribute", ""), ("attributes", ""), ("attr", ""), ("run", "")];

    private static (string Word, string Name, SearchKind Kind, bool IsMap)[] Tags => [("tags", "tags", SearchKind.Text, true), ("tag", "tags", SearchKind.Text, true)];

    private static (string Word, string Name, SearchKind Kind, bool IsMap)[] ExperimentAttributes =>
    [
        ("name", "name", SearchKind.Text, false), ("creation_time", "creation_time", SearchKind.Number, false), ("last_update_time", "last_update_time", SearchKind.Number, false),
    ];

    private static (string Word, string Name, SearchKind Kind, bool IsMap)[] RunAttributes =>
    [
        ("run_id", "run_id", SearchKind.Text, false),
        ("run_name", "run_name", SearchKind.Text, false),
        ("run name", "run_name", SearchKind.Text, false),
        ("status", "status", SearchKind.Text, false),
        ("artifact_uri", "artifact_uri", SearchKind.Text, false),
        ("user_id", "user_id", SearchKind.Text, false),
        ("start_time", "start_time", SearchKind.Number, false),
        ("created", "start_time", SearchKind.Number, false),
        ("end_time", "end_time", SearchKind.Number, false),
    ];

    private static (string Word, string Name, SearchKind Kind, bool IsMap)[] RunMaps =>
    [
        .. Tags,
        .. new[] { "params", "param", "parameters", "parameter" }.Select(word => (word, "params", SearchKind.Text, true)),
        .. new[] { "metrics", "metric" }.Select(word => (word, "metrics", SearchKind.Number, true)),
    ];

    /// <summary>The field behind a word, with a key exactly where it is a map; null when there is none.</summary>
    public SearchField? Find(string word, string? key) =>
        _fields.TryGetValue(word, out var field) && field.IsMap == key is not null ? new SearchField(field.Name, key, field.Kind) : null;

    /// <summary>Whether the word needs a key.</summary>
    public bool IsMap(string word) => _fields.TryGetValue(word, out var field) && field.IsMap;

    /// <summary>What a word that only leads to a field, such as <c>attributes</c>, stands for in front of its name; null for other words.</summary>
    public string? Prefix(string word) => _prefixes.GetValueOrDefault(word);

    /// <summary>Whether a field may be compared with a list of values.</summary>
    public bool TakesLists(SearchField field) => !IsFlat || field.Name == "run_id" || field.Name.StartsWith("dataset.", StringComparison.Ordinal);
}
