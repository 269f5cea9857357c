using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>Where the fields of registered models and their versions are. Of what is not deleted the live name is the name, and has the index.</summary>
internal static class CatalogTargets
{
    private const string Name = "m.live_name";

    public static SearchTarget Models { get; } = new()
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = Name,
            ["updated_at"] = "m.updated_at",
            ["tags"] = "m.tags",
        },
        Indexed = ["tags"],
        Identity = [(Name, "text")],
    };

    public static SearchTarget Versions { get; } = new()
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = Name,
            ["number"] = "v.number::float8",
            ["run_id"] = "replace(v.run_id::text, '-', '')",
            ["source_path"] = CatalogRows.Source,
            ["created_at"] = "v.created_at",
            ["updated_at"] = "v.updated_at",
            ["tags"] = "v.tags",
        },
        Indexed = ["tags"],
        Identity = [(Name, "text"), ("(- v.number)", "int")],
    };
}
