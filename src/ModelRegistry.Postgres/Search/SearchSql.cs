using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Search;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Search;

/// <summary>Conditions and orders as SQL.</summary>
internal static class SearchSql
{
    /// <summary>A condition that is true for the rows that pass, and false or null for the others.</summary>
    /// <param name="sql">Where it is added.</param>
    /// <param name="target">What is searched.</param>
    /// <param name="filter">The condition.</param>
    /// <param name="negated">Within a NOT, where no index helps and a row without the value must not pass.</param>
    public static void Where(SqlText sql, SearchTarget target, Filter filter, bool negated = false)
    {
        switch (filter)
        {
            case Comparison or Membership or NoneOf { Part: Membership } when FieldOf(filter) is { } field && target.Tables.TryGetValue(field.Name, out var table):
                Beside(sql, table, field, filter);
                break;
            case AllOf all:
                Joined(sql, target, all.Parts, " AND ", negated);
                break;
            case AnyOf any:
                Joined(sql, target, any.Parts, " OR ", negated);
                break;
            case NoneOf none:
                sql.Add("NOT (");
                Where(sql, target, none.Part, negated: true);
                sql.Add(")");
                break;
            case Comparison { Field.Key: { } key } same when !negated && IsContained(same):
                // Containment is what the index on the map can answer.
                sql.Add(target.Columns[same.Field.Name]).Add(" @> ").Value(new JsonText(JsonSerializer.Serialize(new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = same.Value.Text })));
                break;
            case Comparison { Operator: ComparisonOperator.Like or ComparisonOperator.ILike } like:
                Text(sql, target, like.Field);
                sql.Add(Sign(like.Operator)).Value(like.Value.Any);
                break;
            case Comparison { Operator: ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual, Field.Kind: SearchKind.Number } more:
                // NaN is no number that is greater than others, though PostgreSQL sorts it so.
                Expression(sql.Add("("), target, more.Field);
                sql.Add(Sign(more.Operator)).Value(more.Value.Any).Add(" AND ");
                Expression(sql, target, more.Field);
                sql.Add(" <= 'Infinity'::float8)");
                break;
            case Comparison one:
                Expression(sql, target, one.Field);
                sql.Add(Sign(one.Operator)).Value(Plain(one.Field, one.Value));
                break;
            case Membership among:
                Text(sql, target, among.Field);
                sql.Add(" = ANY (").Value(Values(among)).Add(")");
                break;
            default:
                throw new NotSupportedException($"a filter of type {filter.GetType().Name} has no SQL");
        }
    }

    /// <summary>
    /// The order, what has no value last, and then by identity. Where the index on a map finds the rows, something comes first that is the same for all of them: else the planner
    /// may read the table in the order that is asked for, in the hope of coming across enough rows soon. How many have a tag it can only guess.
    /// </summary>
    public static void OrderBy(SqlText sql, SearchTarget target, ImmutableArray<SearchOrder> orders, Filter filter)
    {
        if (Parts(filter).OfType<Comparison>().FirstOrDefault(one => IsContained(one) && target.Indexed.Contains(one.Field.Name)) is { } found)
            sql.Add("jsonb_typeof(").Add(target.Columns[found.Field.Name]).Add("), ");
        foreach (var order in orders)
        {
            Ordered(sql, target, order);
            sql.Add(Falls(order) ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
        }

        sql.Add(string.Join(", ", target.Identity.Select(identity => identity.Column)));
    }

    /// <summary>The values by which a row is ordered, as an array of text: the place from which the next page goes on.</summary>
    public static void Place(SqlText sql, SearchTarget target, ImmutableArray<SearchOrder> orders)
    {
        sql.Add("ARRAY[");
        foreach (var order in orders)
        {
            Ordered(sql.Add("("), target, order);
            sql.Add(order.Field.Kind == SearchKind.Time ? " AT TIME ZONE 'UTC')::text, " : ")::text, ");
        }

        sql.Add(string.Join(", ", target.Identity.Select(identity => identity.Column + "::text"))).Add("]");
    }

    /// <summary>Only rows after a place. A row is after it when it is at the first term where the two differ.</summary>
    public static void After(SqlText sql, SearchTarget target, ImmutableArray<SearchOrder> orders, ImmutableArray<string?> place)
    {
        sql.Add(" AND (");
        for (var i = 0; i < orders.Length; i++)
            AfterTerm(sql, target, orders[i], place[i]);
        var identity = target.Identity;
        sql.Add("(").Add(string.Join(", ", identity.Select(one => one.Column))).Add(") > (");
        for (var i = 0; i < identity.Count; i++)
            sql.Add(i == 0 ? "" : ", ").Value(place[orders.Length + i]).Add("::text::").Add(identity[i].Type);
        sql.Add(")").Add(new string(')', orders.Length + 1));
    }

    // … or it has the same value here and is after it by the terms that follow: the parenthesis is closed by the caller.
    private static void AfterTerm(SqlText sql, SearchTarget target, SearchOrder order, string? value)
    {
        if (value is null)
        {
            Ordered(sql, target, order);
            sql.Add(" IS NULL AND (");
            return;
        }

        Ordered(sql, target, order);
        sql.Add(Falls(order) ? " < " : " > ").Value(value).Add(Cast(order.Field.Kind)).Add(" OR ");
        Ordered(sql, target, order);
        sql.Add(" IS NULL OR ");
        Ordered(sql, target, order);
        sql.Add(" = ").Value(value).Add(Cast(order.Field.Kind)).Add(" AND (");
    }

    /// <summary>A metric falls by rising with the other sign: NaN, which PostgreSQL sorts above all numbers, comes after them either way.</summary>
    private static void Ordered(SqlText sql, SearchTarget target, SearchOrder order) =>
        Expression(IsTurned(order) ? sql.Add("- ") : sql, target, order.Field);

    private static bool Falls(SearchOrder order) => order.Descending && !IsTurned(order);

    private static bool IsTurned(SearchOrder order) => order is { Descending: true, Field: { Kind: SearchKind.Number, Key: not null } };

    private static ImmutableArray<Filter> Parts(Filter filter) => filter is AllOf all ? all.Parts : [filter];

    private static bool IsContained(Comparison one) => one is { Operator: ComparisonOperator.Equal, Field: { Key: not null, Kind: SearchKind.Text } };

    private static SearchField? FieldOf(Filter filter) => filter switch
    {
        Comparison comparison => comparison.Field,
        Membership among => among.Field,
        NoneOf { Part: Membership among } => among.Field,
        _ => null,
    };

    /// <summary>True where a row beside passes; one that is not there passes no comparison and no negation of one.</summary>
    private static void Beside(SqlText sql, SideTable table, SearchField field, Filter filter)
    {
        var column = field with { Key = null };
        sql.Add("EXISTS (SELECT FROM ").Add(table.From).Add(" AND ");
        if (table.Key is { } key)
            sql.Add(key).Add(" = ").Value(field.Key).Add(" AND ");
        Where(sql, table.Inner(field), filter switch
        {
            Comparison comparison => comparison with { Field = column },
            Membership among => among with { Field = column },
            NoneOf { Part: Membership among } => new NoneOf(among with { Field = column }),
            _ => throw new NotSupportedException($"a filter of type {filter.GetType().Name} has no one field"),
        });
        sql.Add(")");
    }

    private static void Joined(SqlText sql, SearchTarget target, ImmutableArray<Filter> parts, string joint, bool negated)
    {
        // Nothing to ask for lets everything pass.
        sql.Add(parts.IsEmpty ? "(true" : "(");
        for (var i = 0; i < parts.Length; i++)
        {
            sql.Add(i == 0 ? "" : joint);
            Where(sql, target, parts[i], negated);
        }

        sql.Add(")");
    }

    private static object Plain(SearchField field, SearchValue value) => field.Kind == SearchKind.Version ? Numbers(value.Text!) : field.Name == "stage" && StageNames.TryParse(value.Text, out var stage)
        ? stage.ToString()
        : value.Time?.ToUniversalTime() ?? value.Any;

    /// <summary>What a field is compared and ordered by.</summary>
    private static void Expression(SqlText sql, SearchTarget target, SearchField field)
    {
        if (field.Kind == SearchKind.Version)
            sql.Add("string_to_array(").Add(target.Columns[field.Name]).Add(", '.')::int[]");
        else
            Text(sql, target, field);
    }

    private static void Text(SqlText sql, SearchTarget target, SearchField field)
    {
        if (target.Tables.TryGetValue(field.Name, out var table))
        {
            sql.Add("(SELECT ").Add(table.Value).Add(" FROM ").Add(table.From).Add(" AND ").Add(table.Key!).Add(" = ").Value(field.Key).Add(")");
            return;
        }

        var column = target.Columns[field.Name];
        if (field.Key is not { } key)
        {
            sql.Add(column);
            return;
        }

        sql.Add("(").Add(column).Add(" ->> ").Value(key).Add("::text)").Add(field.Kind == SearchKind.Number ? "::float8" : "");
    }

    private static string Sign(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => " = ",
        ComparisonOperator.NotEqual => " <> ",
        ComparisonOperator.Less => " < ",
        ComparisonOperator.LessOrEqual => " <= ",
        ComparisonOperator.Greater => " > ",
        ComparisonOperator.GreaterOrEqual => " >= ",
        ComparisonOperator.Like => " LIKE ",
        ComparisonOperator.ILike => " ILIKE ",
        _ => throw new NotSupportedException($"{comparison} has no SQL"),
    };

    private static string Cast(SearchKind kind) => kind switch
    {
        SearchKind.Text => "::text",
        SearchKind.Number => "::text::float8",
        SearchKind.Version => "::text::int[]",
        _ => "::text::timestamp AT TIME ZONE 'UTC'",
    };

    private static int[] Numbers(string version) => SemanticVersion.TryParse(version, out var parts)
        ? [parts.Major, parts.Minor, parts.Patch]
        : throw new ArgumentException($"'{version}' is no semantic version", nameof(version));

    private static object Values(Membership among) => among.Field.Kind switch
    {
        SearchKind.Version => among.Values.Select(value => value.Text!).ToArray(),
        SearchKind.Text => among.Values.Select(value => (string)Plain(among.Field, value)).ToArray(),
        SearchKind.Number => among.Values.Select(value => value.Number!.Value).ToArray(),
        _ => among.Values.Select(value => value.Time!.Value.ToUniversalTime()).ToArray(),
    };
}
