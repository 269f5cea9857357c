using System.Text;

namespace ModelRegistry.Core.Tests.Search;

/// <summary>Filters that are almost right, and some that never were: pieces put together, cut, doubled and strewn with characters that mean something to somebody.</summary>
/// <param name="seed">Of the sequence.</param>
/// <param name="more">Pieces of the language that is mutated, beside those of versions.</param>
internal sealed class FilterMutations(int seed, params string[] more)
{
    /// <summary>For runs.</summary>
    public static readonly string[] OfRuns =
        ["attributes.run_name", "attr.`start_time`", "dataset.name", "datasets.context", "run_id", "param.p", "metrics.m", "tag.\"t u\"", "IN ('a', 'b')", "NOT IN ('a')", "= 'x'", "> 1", "AND"];

    private static readonly string[] Pieces =
    [
        "name", "stage", "tags.team", "tags.`a b`", "params.\"depth\"", "metrics.rank_ic", "created_at", "number", "=", "!=", "<", "<=", ">", ">=", "LIKE", "ILIKE", "IN", "NOT", "AND", "OR",
        "(", ")", ",", "'x'", "\"y\"", "'it''s'", "1", "-2.5e3", "'2026-01-31'", ".", "'; DROP TABLE models; --", "$1", "\\", "''", "\0", "\ud800", "株", "😀", "/*", "*/", "--", "E'\\x'", "1e999", "%", "_", "\t\n",
    ];

    private readonly string[] _pieces = [.. Pieces, .. more];
    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder();
        for (var count = _random.Next(0, 14); count > 0; count--)
            text.Append(_pieces[_random.Next(_pieces.Length)]).Append(_random.Next(4) == 0 ? "" : " ");
        for (var count = _random.Next(0, 3); count > 0 && text.Length > 0; count--)
            Mutate(text);
        return text.ToString();
    }

    private void Mutate(StringBuilder text)
    {
        var at = _random.Next(text.Length);
        switch (_random.Next(3))
        {
            case 0:
                text.Remove(at, 1);
                break;
            case 1:
                text.Insert(at, (char)_random.Next(0x80));
                break;
            default:
                text.Insert(at, text.ToString(at, _random.Next(text.Length - at)));
                break;
        }
    }
}
