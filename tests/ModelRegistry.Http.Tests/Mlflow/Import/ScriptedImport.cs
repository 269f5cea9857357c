using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>Imports of what a <see cref="ScriptedServer"/> says.</summary>
public abstract class ScriptedImport(RegistryServer server) : IAsyncLifetime
{
    private protected ScriptedServer There { get; private set; } = null!;

    private protected MlflowCaller Here => MlflowCaller.Of(server);

    public virtual async Task InitializeAsync() => There = await ScriptedServer.StartAsync(server.NewName("scripted"));

    public virtual Task DisposeAsync() => There.DisposeAsync().AsTask();

    private protected Task<Hosting.CommandLine.Run> RunAsync(params string[] more) =>
        Hosting.CommandLine.RunAsync(["import", "mlflow", There.Address.ToString(), "--url", server.Address.ToString(), "--token", server.Admin.Token!, "--json", .. more]);

    private protected async Task<JsonNode> ImportAsync(int code, params string[] more)
    {
        var run = await RunAsync(more);
        Assert.Equal((code, ""), (run.Code, run.Error));
        return JsonNode.Parse(run.Output)!;
    }

    private protected static int Added(JsonNode report, string kind) => (int)report[kind]!["added"]!;

    private protected static IEnumerable<string> Notes(JsonNode report, string kind) => report[kind]!.AsArray().Select(note => $"{note!["kind"]} {note["name"]}: {note["why"]}");

    /// <summary>What is at a path below the run's files here; null where there is no file.</summary>
    private protected async Task<string?> FileAsync(string path)
    {
        var answer = await new MlflowCaller(server.Address, server.Admin.Token, "api/2.0/mlflow-artifacts/artifacts/").GetAsync($"{await RootAsync()}/{path}");
        return answer.Status == 200 ? answer.Text : null;
    }

    /// <summary>Where the run's files are here.</summary>
    private protected async Task<string> RootAsync() => ((string)(await Here.MustGetAsync($"runs/get?run_id={There.Run}"))["run"]!["info"]!["artifact_uri"]!)["mlflow-artifacts:/".Length..];

    private protected async Task<bool> HasVersionAsync(int number) => (await Here.GetAsync($"model-versions/get?name={There.Name}&version={number}")).Status == 200;
}
