using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Search;

/// <summary>
/// Reads filters such as <c>name LIKE 'stock%' AND (tags.team = 'alpha' OR NOT metrics.rank_ic &lt; 0.02) AND stage IN ('Staging', 'Production')</c>. AND binds
/// more than OR, NOT more than AND; the words are read in capitals and small letters alike. The language of MLflow's search is a part of it.
/// </summary>
public sealed class FilterParser
{
    private const int MaxLength = 10_000;

    // MLflow's clients send lists of ids.
    private const int MaxFlatLength = 100_000;

    private const int MaxDepth = 50;
    private const int MaxTerms = 100;
    private const int MaxValues = 1_000;

    private readonly SearchFields _fields;
    private readonly Lexer _lexer;
    private Token _token;
    private string _word = "";
    private int _depth;
    private int _terms;

    private FilterParser(string text, SearchFields fields)
    {
        var most = fields.IsFlat ? MaxFlatLength : MaxLength;
        if (text.Length > most)
            throw new FilterException($"it has {text.Length} characters; at most {most} are read", most + 1);
        (_fields, _lexer) = (fields, new Lexer(text));
        _token = _lexer.Next();
    }

    /// <summary>The condition; an empty text lets everything pass.</summary>
    /// <exception cref="FilterException">It cannot be read.</exception>
    public static Filter Parse(string text, SearchFields fields)
    {
        var parser = new FilterParser(text, fields);
        if (parser._token.Kind == TokenKind.End)
            return new AllOf([]);
        var filter = fields.IsFlat ? parser.All() : parser.Any();
        return parser._token.Kind == TokenKind.End ? filter : throw parser.Expected(fields.IsFlat ? "AND or the end" : "AND, OR or the end");
    }

    /// <summary>Orders such as <c>metrics.rank_ic DESC, name</c>; an empty text has none.</summary>
    /// <exception cref="FilterException">It cannot be read, or names a field twice.</exception>
    public static ImmutableArray<SearchOrder> ParseOrder(string text, SearchFields fields)
    {
        var parser = new FilterParser(text, fields);
        var orders = ImmutableArray.CreateBuilder<SearchOrder>();
        if (parser._token.Kind == TokenKind.End)
            return [];
        do
            parser.AddOrder(orders);
        while (parser.Take(TokenKind.Comma));
        return parser._token.Kind == TokenKind.End ? orders.ToImmutable() : throw parser.Expected("ASC, DESC, a comma or the end");
    }

    /// <summary>Orders of one field each, such as <c>metrics.rank_ic DESC</c>.</summary>
    /// <exception cref="FilterException">One cannot be read, or names a field that one before it names.</exception>
    public static ImmutableArray<SearchOrder> ParseOrders(IEnumerable<string> clauses, SearchFields fields)
    {
        var orders = ImmutableArray.CreateBuilder<SearchOrder>();
        foreach (var clause in clauses)
        {
            var parser = new FilterParser(clause, fields);
            parser.AddOrder(orders);
            if (parser._token.Kind != TokenKind.End)
                throw parser.Expected("ASC, DESC or the end");
        }

        return orders.ToImmutable();
    }

    private void AddOrder(ImmutableArray<SearchOrder>.Builder orders)
    {
        var at = _token.Position;
        var field = Field();
        var descending = TakeWord("DESC");
        if (!descending)
            TakeWord("ASC");
        if (orders.Any(order => order.Field == field))
            throw new FilterException($"at {at}: the order names that field twice", at);
        if (orders.Count == MaxTerms)
            throw new FilterException($"at {at}: the order has more than {MaxTerms} fields", at);
        orders.Add(new SearchOrder(field, descending));
    }

    private Filter Any()
    {
        var parts = ImmutableArray.Create(All());
        while (TakeWord("OR"))
            parts = parts.Add(All());
        return parts.Length == 1 ? parts[0] : new AnyOf(parts);
    }

    private Filter All()
    {
        var parts = ImmutableArray.Create(Part());
        while (TakeWord("AND"))
            parts = parts.Add(Part());
        return parts.Length == 1 ? parts[0] : new AllOf(parts);
    }

    private Filter Part()
    {
        if (++_depth > MaxDepth)
            throw new FilterException($"at {_token.Position}: more than {MaxDepth} parentheses and NOTs within each other", _token.Position);
        var part = _fields.IsFlat ? Term() : TakeWord("NOT") ? new NoneOf(Part()) : Take(TokenKind.Open) ? Closed() : Term();
        _depth--;
        return part;
    }

    private Filter Closed()
    {
        var inner = Any();
        return Take(TokenKind.Close) ? inner : throw Expected("AND, OR or ')'");
    }

    private Filter Term()
    {
        if (++_terms > MaxTerms)
            throw new FilterException($"at {_token.Position}: more than {MaxTerms} comparisons", _token.Position);
        var field = Field();
        var at = _token;
        if (TakeWord("IN"))
            return Among(field, at);
        if (TakeWord("NOT"))
            return TakeWord("IN") ? new NoneOf(Among(field, at)) : throw Expected("IN");
        var comparison = Operator();
        if (_fields.IsFlat && field.Kind == SearchKind.Text && comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.Like or ComparisonOperator.ILike))
            throw new FilterException($"at {at.Position}: {_word} is a text; {at.Text} is for numbers", at.Position);
        if (comparison is ComparisonOperator.Like or ComparisonOperator.ILike && field.Kind is not (SearchKind.Text or SearchKind.Version))
            throw new FilterException($"at {at.Position}: {_word} is a {field.Kind.ToString().ToLowerInvariant()}; {at.Text} is for text", at.Position);
        var pattern = _token;
        var isPattern = comparison is ComparisonOperator.Like or ComparisonOperator.ILike;
        var value = isPattern ? Value(field) : Exact(field);
        if (isPattern && (pattern.Text.Length - pattern.Text.TrimEnd('\\').Length) % 2 == 1)
            throw new FilterException($"at {pattern.Position}: the pattern ends in a single \\, which escapes nothing; write \\\\ for the character itself", pattern.Position);
        return new Comparison(field, comparison, value);
    }

    private SearchField Field()
    {
        if (_token.Kind is not (TokenKind.Word or TokenKind.Name))
            throw Expected($"a field ({_fields.Known})");
        var word = _token;
        string? key = null;
        if (_fields.Prefix(word.Text) is { } prefix && _lexer.TakeDot())
        {
            var inner = _lexer.Key();
            word = word with { Text = prefix + inner.Text, Position = inner.Position };
        }
        else if (_fields.IsMap(word.Text))
        {
            if (!_lexer.TakeDot())
                throw new FilterException($"at {word.Position}: '{word.Text}' needs a key, as in {word.Text}.KEY", word.Position);
            _token = _lexer.Key();
            if (_token.Kind != TokenKind.Name || _token.Text.Length == 0)
                throw Expected("a key, in quotes where it has blanks");
            key = Storable(_token);
        }

        var field = _fields.Find(word.Text, key) ?? throw new FilterException($"at {word.Position}: '{word.Text}' is no field; {_fields.Known} are", word.Position);
        _word = key is null ? word.Text : $"{field.Name}.{key}";
        _token = _lexer.Next();
        return field;
    }

    private ComparisonOperator Operator()
    {
        ComparisonOperator? found = (_token.Kind, _token.Text.ToUpperInvariant()) switch
        {
            (TokenKind.Operator, "=") => ComparisonOperator.Equal,
            (TokenKind.Operator, "!=") => ComparisonOperator.NotEqual,
            (TokenKind.Operator, "<") => ComparisonOperator.Less,
            (TokenKind.Operator, "<=") => ComparisonOperator.LessOrEqual,
            (TokenKind.Operator, ">") => ComparisonOperator.Greater,
            (TokenKind.Operator, ">=") => ComparisonOperator.GreaterOrEqual,
            (TokenKind.Word, "LIKE") => ComparisonOperator.Like,
            (TokenKind.Word, "ILIKE") => ComparisonOperator.ILike,
            _ => null,
        };
        if (found is not { } comparison)
            throw Expected("=, !=, <, <=, >, >=, LIKE, ILIKE or IN");
        _token = _lexer.Next();
        return comparison;
    }

    private Membership Among(SearchField field, Token at) => _fields.TakesLists(field)
        ? new Membership(field, Values(field))
        : throw new FilterException($"at {at.Position}: {_word} cannot be compared with a list; run_id and data sets can", at.Position);

    private ImmutableArray<SearchValue> Values(SearchField field)
    {
        if (!Take(TokenKind.Open))
            throw Expected("'('");
        var values = ImmutableArray.CreateBuilder<SearchValue>();
        do
        {
            if (values.Count == MaxValues)
                throw new FilterException($"at {_token.Position}: IN has more than {MaxValues} values", _token.Position);
            values.Add(Exact(field));
        }
        while (Take(TokenKind.Comma));
        return Take(TokenKind.Close) ? values.ToImmutable() : throw Expected("',' or ')'");
    }

    private SearchValue Exact(SearchField field)
    {
        var at = _token;
        var value = Value(field);
        return field.Kind != SearchKind.Version || SemanticVersion.TryParse(value.Text, out _)
            ? value
            : throw new FilterException($"at {at.Position}: '{value.Text}' is no MAJOR.MINOR.PATCH such as '1.10.0'", at.Position);
    }

    private SearchValue Value(SearchField field)
    {
        var value = field.Kind switch
        {
            SearchKind.Text or SearchKind.Version => _token.Kind == TokenKind.Text ? new SearchValue { Text = Storable(_token) } : null,
            SearchKind.Number => TryNumber(out var number) ? new SearchValue { Number = number } : null,
            _ => TryTime(out var time) ? new SearchValue { Time = time } : null,
        };
        if (value is null)
            throw Expected($"{Wanted(field.Kind)}, as {_word} is a {field.Kind.ToString().ToLowerInvariant()}");
        _token = _lexer.Next();
        return value;
    }

    private bool TryNumber(out double number)
    {
        number = 0;
        var mayBe = _token.Kind == TokenKind.Number || (_fields.TakesQuotedNumbers && _token.Kind == TokenKind.Text);
        return mayBe && double.TryParse(_token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private bool TryTime(out DateTimeOffset time)
    {
        time = default;
        if (_token.Kind == TokenKind.Text)
            return DateTimeOffset.TryParse(_token.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        if (_token.Kind != TokenKind.Number || !long.TryParse(_token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            || Math.Abs(milliseconds) > 250_000_000_000_000 || milliseconds < -62_000_000_000_000)
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }

    private static string Storable(Token token) => TextRules.IsStorable(token.Text)
        ? token.Text
        : throw new FilterException($"at {token.Position}: the text has a NUL character or half of a surrogate pair, which nothing stored has", token.Position);

    private bool Take(TokenKind kind)
    {
        if (_token.Kind != kind)
            return false;
        _token = _lexer.Next();
        return true;
    }

    private bool TakeWord(string word)
    {
        if (_token.Kind != TokenKind.Word || !_token.Text.Equals(word, StringComparison.OrdinalIgnoreCase))
            return false;
        _token = _lexer.Next();
        return true;
    }

    private FilterException Expected(string what) => new($"at {_token.Position}: {what} is expected, not {_token}", _token.Position);

    private static string Wanted(SearchKind kind) => kind switch
    {
        SearchKind.Text or SearchKind.Version => "a text in quotes",
        SearchKind.Number => "a number",
        _ => "a time in quotes such as '2026-01-31T00:00:00Z', or milliseconds since 1970",
    };
}
