using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class PredictTests(RegistryServer server)
{
    [Fact]
    public async Task Predict_ScoresEachInstance_InTheirOrder()
    {
        var model = await server.ServingModelAsync();
        var answer = await server.Admin.MustAsync("POST", $"models/{model}/predict", """
            {"durable": true, "featureGraphHash": "graph-1", "instances": [
              {"entity": "A", "asOf": "2015-01-02T00:00:00Z", "features": {"a": 1, "b": 2}},
              {"entity": "B", "asOf": "2015-01-02T00:00:00Z", "features": {"b": null, "a": true}},
              {"entity": "C", "asOf": "2015-01-02T00:00:00Z", "features": {"b": "NaN"}},
              {}]}
            """);
        Assert.Equal("durable", answer["logged"]!.GetValue<string>());
        Assert.Equal(model, answer["model"]!.GetValue<string>());
        Assert.Equal([3.0, 1.0, 0.0, 0.0], answer["predictions"]!.AsArray().Select(p => p!["score"]!.GetValue<double>()));
        Assert.All(answer["predictions"]!.AsArray(), p => Assert.Equal(1, p!["version"]!.GetValue<int>()));
        var logged = await server.Admin.GetAsync($"models/{model}/predictions?from=2015-01-02Z&to=2015-01-03Z&entity=A");
        Assert.Equal(3.0, Assert.Single(logged.Json["predictions"]!.AsArray())!["score"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("2")]
    [InlineData("\"2\"")]
    [InlineData("\"latest\"")]
    [InlineData("\"@next\"")]
    [InlineData("\"1.0.1\"")]
    public async Task Predict_WithAnySelector_IsAnsweredByThatVersion(string selector)
    {
        var model = await server.ServingModelAsync();
        await server.RegisterAsync(model);
        await server.Admin.MustAsync("PUT", $"models/{model}/aliases/next", """{"version": 2}""");
        var answer = await server.Admin.MustAsync("POST", $"models/{model}/predict", $$"""{"instances": [{}], "version": {{selector}}}""");
        Assert.Equal(2, answer["predictions"]![0]!["version"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"@nobody\"")]
    [InlineData("\"staging\"")]
    public async Task Predict_WithASelectorOfNothing_IsNotFound(string selector)
    {
        var model = await server.ServingModelAsync();
        (await server.Admin.PostAsync($"models/{model}/predict", $$"""{"instances": [{}], "version": {{selector}}}""")).MustBeProblem(404, "version_not_found", model);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("null", "the body is Null")]
    [InlineData("[]", "the body is StartArray")]
    [InlineData("""{"instances": null}""", "instances is Null")]
    [InlineData("""{"instances": [null]}""", "instances[0] is Null")]
    [InlineData("""{"instances": [{}, {"features": []}]}""", "instances[1].features is StartArray")]
    [InlineData("""{"instances": [{"features": {"a": "x"}}]}""", "instances[0].features['a'] is String")]
    [InlineData("""{"instances": [{"features": {"a": {}}}]}""", "instances[0].features['a'] is StartObject")]
    [InlineData("""{"instances": [{"features": {"a": NaN}}]}""", "'N' is an invalid start")]
    [InlineData("""{"instances": [{"entity": 5}]}""", "instances[0].entity is Number; text")]
    [InlineData("""{"instances": [{"asOf": 5}]}""", "instances[0].asOf is 5; a time")]
    [InlineData("""{"instances": [{"asOf": "2015-13-45"}]}""", "instances[0].asOf is 2015-13-45")]
    [InlineData("""{"instances": [{"id": 5}]}""", "instances[0].id is not known")]
    [InlineData("""{"instances": [{}], "instances": [{}]}""", "instances is given twice")]
    [InlineData("""{"instances": [{}], "version": 1.5}""", "version is 1.5")]
    [InlineData("""{"instances": [{}], "version": 99999999999}""", "version is 99999999999")]
    [InlineData("""{"instances": [{}], "durable": "yes"}""", "durable is String; true or false")]
    [InlineData("""{"instances": [{}], "featureGraphHash": 5}""", "featureGraphHash is Number")]
    [InlineData("""{"instances": [{}], "stages": 5}""", "'stages' is not known")]
    [InlineData("""{"instances": [{"entity": "\ud800"}]}""", "surrogate")]
    [InlineData("""{"instances": [{}]} x""", "after a single JSON value")]
    [InlineData("""{"instances": [{}]""", "instances")]
    public async Task Predict_WithABodyThatDoesNotFit_SaysWhere(string body, string words)
    {
        var answer = await server.Admin.PostAsync("models/any/predict", body);
        answer.MustBeProblem(400, "malformed");
        Assert.True(words == "instances" || answer.Json["detail"]!.GetValue<string>().Contains(words, StringComparison.Ordinal), answer.Text);
    }

    [Theory]
    [InlineData("""{}""", "instances is empty")]
    [InlineData("""{"instances": [{"entity": ""}]}""", "instances[0]: entity has 0 characters")]
    [InlineData("""{"instances": [{"entity": "a\u0000"}]}""", "control character")]
    [InlineData("""{"instances": [{"asOf": "9999-12-31T00:00:00Z"}]}""", "future")]
    [InlineData("""{"instances": [{"asOf": "0001-01-01T00:00:00Z"}]}""", "asOf")]
    [InlineData("""{"instances": [{"features": {"c": 1}}]}""", "feature 'c' is not an input of the model; its inputs are a, b")]
    [InlineData("""{"instances": [{"features": {"a": 1, "a": 2}}]}""", "feature 'a' is given twice")]
    [InlineData("""{"instances": [{"features": {"a": 1e39}}]}""", "finite 32-bit")]
    [InlineData("""{"instances": [{"features": {"a": 1e400}}]}""", "finite 32-bit")]
    public async Task Predict_WithAnInstanceThatCannotBeScored_NamesIt(string body, string words)
    {
        var model = await server.ServingModelAsync();
        (await server.Admin.PostAsync($"models/{model}/predict", body)).MustBeProblem(400, "invalid_instance", words);
    }

    [Fact]
    public async Task Predict_WithTooManyInstances_IsRefused()
    {
        var model = await server.ServingModelAsync();
        var body = $$"""{"instances": [{{string.Join(',', Enumerable.Repeat("{}", 10_001))}}]}""";
        (await server.Admin.PostAsync($"models/{model}/predict", body)).MustBeProblem(400, "invalid_instance", "10001", "10000");
    }

    [Fact]
    public async Task Predict_WithAnotherFeatureGraph_IsAConflict()
    {
        var model = await server.ServingModelAsync();
        (await server.Admin.PostAsync($"models/{model}/predict", """{"instances": [{}], "featureGraphHash": "graph-2"}"""))
            .MustBeProblem(409, "feature_graph_mismatch", "graph-1", "graph-2");
    }

    [Fact]
    public async Task Predict_WithNothingInProduction_IsAConflict()
    {
        var name = server.NewName();
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}"}""");
        (await server.Admin.PostAsync($"models/{name}/predict", """{"instances": [{}]}""")).MustBeProblem(409, "nothing_in_production", name);
    }
}
