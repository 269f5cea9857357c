using Npgsql;

namespace ModelRegistry.Postgres.Tests.Backup;

/// <summary>Everything in a database that its users have put there, as text: every row of every table, every sequence, every definition.</summary>
internal static class DatabaseContents
{
    private const string Tables = """
        SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 1
        """;

    private const string Definitions = """
        SELECT 'column', format('%I.%I.%s %s %s %s %s %s', n.nspname, c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = c.oid AND d.adnum = a.attnum))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$)'
        UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname !~ '^(pg_|information_schema$)'
        UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace::regnamespace::text !~ '^(pg_|information_schema$)'
        UNION ALL SELECT 'partition', inhrelid::regclass || ' ' || pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE c.relkind = 'r'
        UNION ALL SELECT 'function', pg_get_functiondef(p.oid) FROM pg_proc p WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema$)'
        UNION ALL SELECT 'sequence', schemaname || '.' || sequencename || ' ' || coalesce(last_value, 0) FROM pg_sequences
        ORDER BY 1, 2
        """;

    public static async Task<SortedDictionary<string, string[]>> ReadAsync(NpgsqlDataSource database)
    {
        var contents = new SortedDictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["definitions"] = await ListAsync(database, $"SELECT kind || ': ' || text FROM ({Definitions}) AS d(kind, text)"),
        };
        foreach (var table in await ListAsync(database, Tables))
            contents[table] = await ListAsync(database, $"SELECT t::text FROM {table} AS t ORDER BY 1");
        return contents;
    }

    public static void MustEqual(SortedDictionary<string, string[]> expected, SortedDictionary<string, string[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, one => Assert.Equal(one.Value, actual[one.Key]));
    }

    private static async Task<string[]> ListAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return [.. rows];
    }
}
