using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>Runs and versions that are unlike what this registry's own MLflow calls make.</summary>
[Collection(ServerCollection.Name)]
public sealed class ImportedThingsTests(RegistryServer server) : ScriptedImport(server)
{
    private readonly RegistryServer _server = server;

    [Fact]
    public async Task Import_OfAVersionThatWasDeletedHere_LeavesItAndTakesTheNext()
    {
        There.Add(1, "s3://there/1");
        There.Add(2, "s3://there/2");
        await ImportAsync(0);
        await Here.MustDeleteAsync("model-versions/delete", $$"""{"name": "{{There.Name}}", "version": "2"}""");
        There.Add(3, "s3://there/3");

        var report = await ImportAsync(1);
        Assert.Equal([$"version {There.Name} 2: it was deleted here"], Notes(report, "conflicts"));
        Assert.Equal(1, Added(report, "versions"));
        Assert.Empty(Notes(report, "skipped"));
        Assert.Equal((false, true), (await HasVersionAsync(2), await HasVersionAsync(3)));
    }

    [Fact]
    public async Task Import_OfACopyThatNamesNoRun_IsTheSameTheNextTime()
    {
        There.Add(1, "s3://there/1", There.Run);
        There.Add(2, $"models:/{There.Name}/1");
        Assert.Equal(2, Added(await ImportAsync(0), "versions"));
        Assert.Equal(0, Added(await ImportAsync(0), "versions"));
    }

    [Fact]
    public async Task Import_OfLongTagsAndParams_KeepsThemWhole()
    {
        var (history, param) = ($"[\"{new string('h', 20_000)}\"]", new string('p', 7_000));
        There.Data["tags"] = new JsonArray(new JsonObject { ["key"] = "mlflow.log-model.history", ["value"] = history });
        There.Data["params"] = new JsonArray(new JsonObject { ["key"] = "long", ["value"] = param });
        await ImportAsync(0);

        var data = await Here.DataAsync(There.Run);
        Assert.Equal(history, (string)data["tags"]!.AsArray().Single(tag => (string)tag!["key"]! == "mlflow.log-model.history")!["value"]!);
        Assert.Equal(param, (string)Assert.Single(data["params"]!.AsArray())!["value"]!);
        Assert.Empty(Notes(await ImportAsync(0), "conflicts"));
    }

    [Theory]
    [InlineData("registered-models/search", """{"registered_models": [], "next_page_token": "again"}""", "names a page again that it has named before")]
    [InlineData("registered-models/search", """{"registered_models": [{}]}""", "a text is wanted as 'name'")]
    [InlineData("registered-models/search", """{"registered_models": {"name": "x"}}""", "a list of objects is wanted as 'registered_models'")]
    [InlineData("model-versions/search", """{"model_versions": [{"name": "x", "version": "one"}]}""", "a whole number is wanted as 'version'")]
    [InlineData("runs/search", """{"runs": [{}]}""", "an object is wanted as 'info'")]
    [InlineData("runs/search", """{"runs": [{"info": {"run_id": "\ud800"}}]}""", "half of a surrogate pair in 'run_id'")]
    [InlineData("runs/search", "<html>", "no JSON object: is it an MLflow server?")]
    public async Task Import_OfAnAnswerThatIsNone_SaysWhatIsWrongWithIt(string call, string answer, string words)
    {
        There.Instead = async (http, what) =>
        {
            var instead = what.EndsWith(call, StringComparison.Ordinal);
            if (instead)
                await http.Response.WriteAsync(answer);
            return instead;
        };
        var run = await RunAsync();
        Assert.Equal(5, run.Code);
        Assert.Contains(words, JsonNode.Parse(run.Output)!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_MadeAfterTheLastDayThereIs_IsRefused()
    {
        var import = new MlflowCaller(_server.Address, _server.Admin.Token, "api/v1/import/mlflow/");
        var name = _server.NewName("late");
        await import.MustAsync("models", $$"""{"name": "{{name}}"}""");
        (await import.PostAsync("versions", Version(253402300800000))).MustBeProblem(400, "malformed", "Invalid value 253402300800000 for parameter 'creation_timestamp'");
        Assert.Equal("Added", (string)(await import.MustAsync("versions", Version(253402300799999)))["outcome"]!);

        string Version(long created) => $$"""{"name": "{{name}}", "version": "1", "source": "s3://there/1", "creation_timestamp": {{created}}}""";
    }
}
