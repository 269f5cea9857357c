using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>An MLflow server that says what a test wants, true or not: one experiment with one run, whose files are below <c>/root</c>, and a model.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    public const string Root = "root";

    private const string Artifacts = "/api/2.0/mlflow-artifacts/artifacts";
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app, string name, string run) => (_app, Name, Run) = (app, name, run);

    /// <summary>Of the experiment and the model.</summary>
    public string Name { get; }

    public string Run { get; }

    /// <summary>The members of the run's data.</summary>
    public JsonObject Data { get; } = [];

    /// <summary>What each listing of a folder says, by its path.</summary>
    public Dictionary<string, JsonArray> Folders { get; } = new(StringComparer.Ordinal);

    /// <summary>What each file has, by its path.</summary>
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public JsonArray Versions { get; } = [];

    /// <summary>Answers instead, by the path or, of a folder that is listed, the query; false to go on.</summary>
    public Func<HttpContext, string, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<ScriptedServer> StartAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new ScriptedServer(app, name, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"));
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Puts files into folders, and lists all of these.</summary>
    public void Put(params string[] paths)
    {
        foreach (var path in paths)
        {
            Files[$"{Root}/{path}"] = path;
            var (folder, parts) = (Root, path.Split('/'));
            foreach (var part in parts[..^1])
            {
                List(folder, part, isFolder: true);
                folder += $"/{part}";
            }

            List(folder, parts[^1], isFolder: false, path.Length);
        }
    }

    public void List(string folder, string name, bool isFolder, int size = 0)
    {
        Folders.TryAdd(folder, []);
        if (!isFolder || !Folders[folder].Any(entry => (string)entry!["path"]! == name))
            Folders[folder].Add(new JsonObject { ["path"] = name, ["is_dir"] = isFolder, ["file_size"] = size });
    }

    /// <summary>A version of the model.</summary>
    public void Add(int number, string source, string? run = null) => Versions.Add(
        new JsonObject { ["name"] = Name, ["version"] = $"{number}", ["creation_timestamp"] = 1_700_000_000_000 + number, ["source"] = source, ["run_id"] = run, ["status"] = "READY" });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var what = path == Artifacts ? http.Request.Query["path"].ToString() : path.StartsWith(Artifacts, StringComparison.Ordinal) ? path[(Artifacts.Length + 1)..] : path;
        Asked.Enqueue(what);
        if (await Instead(http, what))
            return;
        if (path.StartsWith($"{Artifacts}/", StringComparison.Ordinal))
            await http.Response.WriteAsync(Files[what]);
        else
            await http.Response.WriteAsJsonAsync(path == Artifacts ? new JsonObject { ["files"] = Folders.GetValueOrDefault(what)?.DeepClone() } : Said(path[path.LastIndexOf("mlflow/", StringComparison.Ordinal)..]));
    }

    private JsonObject Said(string call) => call switch
    {
        "mlflow/experiments/search" => new() { ["experiments"] = new JsonArray(new JsonObject { ["experiment_id"] = "7", ["name"] = Name, ["artifact_location"] = "mlflow-artifacts:/7" }) },
        "mlflow/runs/search" => new() { ["runs"] = new JsonArray(new JsonObject { ["info"] = Info(), ["data"] = Data.DeepClone() }) },
        "mlflow/registered-models/search" => new() { ["registered_models"] = new JsonArray(new JsonObject { ["name"] = Name }) },
        "mlflow/model-versions/search" => new() { ["model_versions"] = Versions.DeepClone() },
        _ => throw new InvalidOperationException($"nothing is said to {call}"),
    };

    private JsonObject Info() => new() { ["run_id"] = Run, ["status"] = "FINISHED", ["start_time"] = 1_700_000_000_000, ["artifact_uri"] = $"mlflow-artifacts:/{Root}" };
}
