using System.Globalization;
using System.Text;
using Npgsql;

namespace ModelRegistry.Postgres.Search;

/// <summary>A statement as it grows. Values go in as parameters only; text is constant in this program.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _sql = new();
    private readonly List<object?> _values = [];

    public string Sql => _sql.ToString();

    public SqlText Add(string constant)
    {
        _sql.Append(constant);
        return this;
    }

    /// <summary>The place of a value.</summary>
    public SqlText Value(object? value)
    {
        _values.Add(value);
        _sql.Append(CultureInfo.InvariantCulture, $"${_values.Count}");
        return this;
    }

    public NpgsqlCommand ToCommand(NpgsqlDataSource database) => ReadModels.RowReading.Command(database, Sql, [.. _values]);
}
