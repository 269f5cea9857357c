using ModelRegistry.Core.Search;

namespace ModelRegistry.Postgres.Search;

/// <summary>A table beside the one that is searched, with any number of rows for each of its rows.</summary>
/// <param name="From">Tables and condition that lead from a row of what is searched to its rows.</param>
/// <param name="Key">Where the key of a map stands; null for what is no map.</param>
/// <param name="Value">Where the values are.</param>
internal sealed record SideTable(string From, string? Key, string Value)
{
    /// <summary>The table itself as what is searched, by the same name for the field.</summary>
    public SearchTarget Inner(SearchField field) => new()
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal) { [field.Name] = Value },
        Identity = [],
    };
}
