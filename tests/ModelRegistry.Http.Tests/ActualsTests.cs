using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class ActualsTests(RegistryServer server)
{
    [Fact]
    public async Task Actuals_SentTwice_CountOnceAndTheFirstValueStays()
    {
        var model = await server.ServingModelAsync();
        var predicted = await server.Admin.MustAsync("POST", $"models/{model}/predict", """{"durable": true, "instances": [{"entity": "A", "asOf": "2015-01-02T00:00:00Z"}]}""");
        var id = predicted["predictions"]![0]!["predictionId"]!.GetValue<string>();

        Assert.Equal((1, 0, 0), await ReceiptAsync(model, $$"""{"predictionId": "{{id}}", "value": 1}"""));
        Assert.Equal((0, 1, 0), await ReceiptAsync(model, $$"""{"predictionId": "{{id}}", "value": 1}"""));
        Assert.Equal((1, 0, 1), await ReceiptAsync(model, """{"entity": "nobody", "asOf": "2015-01-02T01:00:00+01:00", "value": 1}"""));
        Assert.Equal((0, 1, 0), await ReceiptAsync(model, """{"entity": "nobody", "asOf": "2015-01-02T00:00:00Z", "value": 1}"""));
        Assert.Equal((1, 0, 1), await ReceiptAsync(model, $$"""{"predictionId": "{{Guid.Empty}}", "value": 1}"""));
    }

    [Fact]
    public async Task Actuals_WithAnotherValue_AreAConflictThatKeepsTheRest()
    {
        var model = await server.ServingModelAsync();
        await ReceiptAsync(model, """{"entity": "A", "asOf": "2015-01-02T00:00:00Z", "value": 1}""");
        var answer = await server.Admin.PostAsync($"models/{model}/actuals", """
            {"actuals": [{"entity": "B", "asOf": "2015-01-02T00:00:00Z", "value": 1}, {"entity": "A", "asOf": "2015-01-02T00:00:00Z", "value": 2}]}
            """);
        answer.MustBeProblem(409, "actual_conflict", "another value", "1");
        Assert.Equal(1, answer.Json["accepted"]!.GetValue<int>());
        Assert.Equal([1], answer.Json["conflicts"]!.AsArray().Select(c => c!.GetValue<int>()));
    }

    [Theory]
    [InlineData("""{}""", "malformed", "0 entries")]
    [InlineData("""{"actuals": null}""", "malformed", "actuals")]
    [InlineData("""{"actuals": [null]}""", "malformed", "null")]
    [InlineData("""{"actuals": [{"value": 1}]}""", "malformed", "actuals[0] needs either predictionId, or entity and asOf")]
    [InlineData("""{"actuals": [{"entity": "e", "value": 1}]}""", "malformed", "actuals[0]")]
    [InlineData("""{"actuals": [{"predictionId": "x", "value": 1}]}""", "malformed", "predictionId does not fit; a UUID")]
    [InlineData("""{"actuals": [{"entity": "e", "asOf": "2015-01-02T00:00:00Z"}]}""", "malformed", "'value'")]
    [InlineData("""{"actuals": [{"entity": "e", "asOf": "2015-01-02T00:00:00Z", "value": "NaN"}]}""", "malformed", "actuals[0].value is NaN")]
    [InlineData("""{"actuals": [{"entity": "e", "asOf": "2015-01-02T00:00:00Z", "value": 1e400}]}""", "malformed", "finite")]
    [InlineData("""{"actuals": [{"entity": "e\u0000", "asOf": "2015-01-02T00:00:00Z", "value": 1}]}""", "invalid_row", "entity")]
    [InlineData("""{"actuals": [{"entity": "", "asOf": "2015-01-02T00:00:00Z", "value": 1}]}""", "invalid_row", "row 0")]
    [InlineData("""{"actuals": [{"entity": "e", "asOf": "0001-01-01T00:00:00Z", "value": 1}]}""", "invalid_row", "asOf")]
    [InlineData("""{"actuals": [{"entity": "e", "asOf": "9999-12-31T23:59:59.9999999Z", "value": 1}]}""", "invalid_row", "asOf")]
    public async Task Actuals_ThatCannotBeStored_AreRefusedByName(string body, string code, string words)
    {
        var model = await server.ServingModelAsync();
        (await server.Admin.PostAsync($"models/{model}/actuals", body)).MustBeProblem(400, code, words);
    }

    private async Task<(int Accepted, int Duplicates, int Unmatched)> ReceiptAsync(string model, string actual)
    {
        var receipt = await server.Admin.MustAsync("POST", $"models/{model}/actuals", $$"""{"actuals": [{{actual}}]}""");
        return (receipt["accepted"]!.GetValue<int>(), receipt["duplicates"]!.GetValue<int>(), receipt["unmatched"]!.GetValue<int>());
    }
}
