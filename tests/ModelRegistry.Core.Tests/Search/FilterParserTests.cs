using ModelRegistry.Core.Search;

namespace ModelRegistry.Core.Tests.Search;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("", "()")]
    [InlineData("  name = 'x' ", "name Equal x")]
    [InlineData("NAME like 'stock%'", "name Like stock%")]
    [InlineData("a", null)]
    [InlineData("tags.team = 'a' OR tags.team='b' AND stage != \"Draft\"", "(tags.team Equal a | (tags.team Equal b & stage NotEqual Draft))")]
    [InlineData("(tags.team = 'a' or tags.team='b') and NOT stage = 'Draft'", "((tags.team Equal a | tags.team Equal b) & !stage Equal Draft)")]
    [InlineData("not not name = 'x'", "!!name Equal x")]
    [InlineData("metrics.rank_ic > -1.5e-3", "metrics.rank_ic Greater -0.0015")]
    [InlineData("metrics.`with blank`>=.5", "metrics.with blank GreaterOrEqual 0.5")]
    [InlineData("tags.\"mlflow.user name\" ILIKE '%ada'", "tags.mlflow.user name ILike %ada")]
    [InlineData("tags.mlflow.source-name/x = 'y'", "tags.mlflow.source-name/x Equal y")]
    [InlineData("tags.2026 = 'y'", "tags.2026 Equal y")]
    [InlineData("stage IN ('Staging','Production')", "stage in [Staging Production]")]
    [InlineData("number not in (1, 2)", "!number in [1 2]")]
    [InlineData("name = 'it''s' AND framework = 'xgboost'", "(name Equal it's & flavor Equal xgboost)")]
    [InlineData("created_at < '2026-01-31'", "created_at Less 2026-01-31T00:00:00.0000000+00:00")]
    [InlineData("created_at <= 1769817600000", "created_at LessOrEqual 2026-01-31T00:00:00.0000000+00:00")]
    [InlineData("version >= '1.10.0' AND version LIKE '1.%'", "(version GreaterOrEqual 1.10.0 & version Like 1.%)")]
    [InlineData("name = '株😀'", "name Equal 株😀")]
    public void Parse_Filter_IsReadAsItIsMeant(string text, string? expected)
    {
        if (expected is null)
            Assert.Throws<FilterException>(() => FilterParser.Parse(text, SearchFields.Versions));
        else
            Assert.Equal(expected, Say(FilterParser.Parse(text, SearchFields.Versions)));
    }

    [Theory]
    [InlineData("color = 'red'", 1, "'color' is no field; algorithm, created_at")]
    [InlineData("name == 'x'", 7, "a text in quotes, as name is a text is expected, not '='")]
    [InlineData("name = x", 8, "a text in quotes, as name is a text is expected, not 'x'")]
    [InlineData("name = 'x' stage = 'y'", 12, "AND, OR or the end is expected, not 'stage'")]
    [InlineData("name = 'x", 8, "the quote ' is not closed")]
    [InlineData("(name = 'x'", 12, "AND, OR or ')' is expected, not the end")]
    [InlineData("name = 'x')", 11, "AND, OR or the end is expected, not ')'")]
    [InlineData("tags = 'x'", 1, "'tags' needs a key, as in tags.KEY")]
    [InlineData("name.x = 'x'", 5, "is expected, not '.x'")]
    [InlineData("metrics.ic = '1'", 14, "a number, as metrics.ic is a number is expected")]
    [InlineData("metrics.ic > 1e999", 14, "a number")]
    [InlineData("metrics.ic LIKE 'x'", 12, "metrics.ic is a number; LIKE is for text")]
    [InlineData("params.depth = 6", 16, "a text in quotes")]
    [InlineData("created_at > 'noon'", 14, "a time in quotes such as")]
    [InlineData("stage IN ()", 11, "a text in quotes")]
    [InlineData("stage IN ('a' 'b')", 15, "',' or ')' is expected")]
    [InlineData("name ; 'x'", 6, "';' is not understood")]
    [InlineData("name LIKE 'x\\'", 11, "ends in a single")]
    [InlineData("name = 'a\0'", 8, "NUL")]
    [InlineData("tags.`a\0b` = 'x'", 6, "NUL")]
    [InlineData("version > '1.2'", 11, "'1.2' is no MAJOR.MINOR.PATCH")]
    [InlineData("version IN ('1.0.0', 'two')", 22, "'two' is no MAJOR.MINOR.PATCH")]
    [InlineData("NOT", 4, "a field")]
    public void Parse_Mistake_SaysWhereAndWhatIsExpected(string text, int position, string words)
    {
        var wrong = Assert.Throws<FilterException>(() => FilterParser.Parse(text, SearchFields.Versions));
        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(position, wrong.Position);
    }

    [Fact]
    public void Parse_HalfOfASurrogatePair_IsRefusedWhereItStands()
    {
        var wrong = Assert.Throws<FilterException>(() => FilterParser.Parse("name = '\ud800'", SearchFields.Versions));
        Assert.Equal(8, wrong.Position);
    }

    [Fact]
    public void Parse_TooMuch_IsRefusedBeforeItCosts()
    {
        Assert.Throws<FilterException>(() => FilterParser.Parse(new string(' ', 10_001), SearchFields.Versions));
        Assert.Throws<FilterException>(() => FilterParser.Parse(new string('(', 5_000), SearchFields.Versions));
        Assert.Throws<FilterException>(() => FilterParser.Parse(string.Join(" OR ", Enumerable.Repeat("name = 'x'", 101)), SearchFields.Versions));
        Assert.Throws<FilterException>(() => FilterParser.Parse($"name IN ({string.Join(',', Enumerable.Repeat("'x'", 1_001))})", SearchFields.Versions));
        FilterParser.Parse(string.Join(" OR ", Enumerable.Repeat("(name = 'x')", 100)), SearchFields.Versions);
    }

    [Fact]
    public void ParseOrder_Fields_AreReadInTheirOrder()
    {
        Assert.Equal(["metrics.rank_ic desc", "name asc", "number asc"],
            FilterParser.ParseOrder("metrics.rank_ic DESC, name, number asc", SearchFields.Versions).Select(order => $"{Name(order.Field)} {(order.Descending ? "desc" : "asc")}"));
        Assert.Empty(FilterParser.ParseOrder(" ", SearchFields.Versions));
        Assert.Contains("twice", Assert.Throws<FilterException>(() => FilterParser.ParseOrder("name, name desc", SearchFields.Versions)).Message, StringComparison.Ordinal);
        Assert.Throws<FilterException>(() => FilterParser.ParseOrder("name DESC number", SearchFields.Versions));
        Assert.Throws<FilterException>(() => FilterParser.ParseOrder("name,", SearchFields.Versions));
    }

    /// <summary>The benchmark room <c>search</c> does it a million times.</summary>
    [Fact]
    public void Parse_MutatedFilters_AreReadOrRefusedWithAPlaceInThem()
    {
        var mutations = new FilterMutations(seed: 7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = mutations.Next();
            try
            {
                FilterParser.Parse(text, SearchFields.Versions);
            }
            catch (FilterException wrong)
            {
                Assert.InRange(wrong.Position, 1, text.Length + 1);
            }
        }
    }

    [Theory]
    [InlineData("metrics.auc > 0.5 AND params.`a b` = '1'", "(metrics.auc Greater 0.5 & params.a b Equal 1)")]
    [InlineData("metric.a/b-c.d <= -1e3", "metrics.a/b-c.d LessOrEqual -1000")]
    [InlineData("attributes.start_time >= 1700000000000", "start_time GreaterOrEqual 1700000000000")]
    [InlineData("attr.`Run name` LIKE 'x%' and Created < 5", "(run_name Like x% & start_time Less 5)")]
    [InlineData("run_id IN ('a', \"b\") AND attribute.run_id NOT IN ('c')", "(run_id in [a b] & !run_id in [c])")]
    [InlineData("dataset.name = 'x' AND datasets.digest NOT IN ('y')", "(dataset.name Equal x & !dataset.digest in [y])")]
    public void Parse_FilterOfRuns_IsReadAsMlflowMeansIt(string text, string expected) => Assert.Equal(expected, Say(FilterParser.Parse(text, SearchFields.Runs)));

    [Theory]
    [InlineData("name = 'x'", 1, "'name' is no field")]
    [InlineData("dataset.name > 'x'", 14, "> is for numbers")]
    [InlineData("attributes = 'x'", 1, "'attributes' is no field")]
    [InlineData("attributes.metrics = 'x'", 12, "'metrics' is no field")]
    [InlineData("metrics.a > 1 OR metrics.a < 0", 15, "AND or the end is expected, not 'OR'")]
    [InlineData("params.a NOT IN ('x')", 10, "cannot be compared with a list")]
    public void Parse_MistakeInAFilterOfRuns_SaysWhereAndWhatIsExpected(string text, int position, string words)
    {
        var wrong = Assert.Throws<FilterException>(() => FilterParser.Parse(text, SearchFields.Runs));
        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(position, wrong.Position);
    }

    [Theory]
    [InlineData("attribute.name = 'x' AND version_number > 1", "(name Equal x & number Greater 1)")]
    [InlineData("attribute.version_number = '12' AND tag.a = '1'", "(number Equal 12 & tags.a Equal 1)")]
    public void Parse_FilterOfVersions_IsReadAsMlflowMeansIt(string text, string expected) => Assert.Equal(expected, Say(FilterParser.Parse(text, SearchFields.ModelVersions)));

    [Theory]
    [InlineData("version_number = 'one'", 18, "a number, as version_number is a number is expected, not 'one'")]
    [InlineData("version_number LIKE '1%'", 16, "version_number is a number; LIKE is for text")]
    [InlineData("version_number IN ('1')", 16, "version_number cannot be compared with a list")]
    [InlineData("attribute.stage = 'Production'", 11, "'stage' is no field")]
    public void Parse_MistakeInAFilterOfVersions_NamesTheFieldAsItWasWritten(string text, int position, string words)
    {
        var wrong = Assert.Throws<FilterException>(() => FilterParser.Parse(text, SearchFields.ModelVersions));
        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(position, wrong.Position);
    }

    [Fact]
    public void ParseOrders_Clauses_AreOneFieldEach()
    {
        Assert.Equal(["metrics.auc desc", "start_time asc", "experiment_id asc"],
            FilterParser.ParseOrders(["metrics.auc DESC", "attributes.Created asc"], SearchFields.RunOrders).Concat(FilterParser.ParseOrders(["experiment_id"], SearchFields.ExperimentOrders))
                .Select(order => $"{Name(order.Field)} {(order.Descending ? "desc" : "asc")}"));
        foreach (var wrong in new[] { "", "metrics.auc, params.a", "dataset.name", "metrics.auc DOWN" })
            Assert.Throws<FilterException>(() => FilterParser.ParseOrders([wrong], SearchFields.RunOrders));
        Assert.Throws<FilterException>(() => FilterParser.ParseOrders(["tag.a", "tags.`a` DESC"], SearchFields.RunOrders));
    }

    private static string Say(Filter filter) => filter switch
    {
        AllOf all => $"({string.Join(" & ", all.Parts.Select(Say))})",
        AnyOf any => $"({string.Join(" | ", any.Parts.Select(Say))})",
        NoneOf none => $"!{Say(none.Part)}",
        Comparison one => $"{Name(one.Field)} {one.Operator} {Say(one.Value)}",
        Membership among => $"{Name(among.Field)} in [{string.Join(' ', among.Values.Select(Say))}]",
        _ => throw new NotSupportedException(filter.ToString()),
    };

    private static string Say(SearchValue value) => string.Format(System.Globalization.CultureInfo.InvariantCulture, value.Time is null ? "{0}" : "{0:O}", value.Any);

    private static string Name(SearchField field) => field.Key is null ? field.Name : $"{field.Name}.{field.Key}";
}
