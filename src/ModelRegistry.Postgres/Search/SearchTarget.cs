namespace ModelRegistry.Postgres.Search;

/// <summary>What is searched: where its fields are, and what makes the order of any two rows certain.</summary>
internal sealed record SearchTarget
{
    /// <summary>Field → expression; of a map the column.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Fields that are not in the table itself.</summary>
    public IReadOnlyDictionary<string, SideTable> Tables { get; init; } = new Dictionary<string, SideTable>(StringComparer.Ordinal);

    /// <summary>Maps of which an index finds the rows with a key and its value.</summary>
    public IReadOnlyList<string> Indexed { get; init; } = [];

    /// <summary>The columns that tell rows apart, each with its type; ascending.</summary>
    public required IReadOnlyList<(string Column, string Type)> Identity { get; init; }

    public static SearchTarget Versions { get; } = new()
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = "m.name",
            ["number"] = "v.number::float8",
            ["version"] = "v.semantic_version",
            ["stage"] = "v.stage",
            ["flavor"] = "v.flavor",
            ["algorithm"] = "v.algorithm",
            ["type"] = "v.type",
            ["description"] = "v.description",
            ["created_by"] = "v.created_by",
            ["created_at"] = "v.created_at",
            ["updated_at"] = "v.updated_at",
            ["tags"] = "v.tags",
            ["params"] = "v.params",
            ["metrics"] = "v.metrics",
        },
        Indexed = ["tags", "params"],
        Identity = [("v.model_id", "uuid"), ("v.number", "int")],
    };

    public static SearchTarget Models { get; } = new()
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = "m.name",
            ["lifecycle"] = "m.lifecycle",
            ["description"] = "m.description",
            ["production"] = "m.production::float8",
            ["created_by"] = "m.created_by",
            ["created_at"] = "m.created_at",
            ["updated_at"] = "m.updated_at",
            ["tags"] = "m.tags",
        },
        Indexed = ["tags"],
        Identity = [("m.id", "uuid")],
    };
}
