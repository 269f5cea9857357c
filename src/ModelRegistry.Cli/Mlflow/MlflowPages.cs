using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>The lists of an MLflow server, page by page, in orders in which what is added meanwhile comes last.</summary>
internal static class MlflowPages
{
    private const int Rows = 500;
    private const int Values = 25_000;

    /// <summary>Deleted ones too.</summary>
    public static IAsyncEnumerable<JsonObject[]> ExperimentsAsync(this MlflowServer server, CancellationToken cancellationToken) => PostedAsync(
        server, "experiments", () => new() { ["view_type"] = "ALL", ["max_results"] = Rows, ["order_by"] = new JsonArray("experiment_id ASC") }, cancellationToken);

    /// <summary>Deleted ones too, with what they logged.</summary>
    public static IAsyncEnumerable<JsonObject[]> RunsAsync(this MlflowServer server, string experiment, CancellationToken cancellationToken) => PostedAsync(
        server,
        "runs",
        () => new() { ["experiment_ids"] = new JsonArray(experiment), ["run_view_type"] = "ALL", ["max_results"] = Rows, ["order_by"] = new JsonArray("attributes.start_time ASC") },
        cancellationToken);

    public static IAsyncEnumerable<JsonObject[]> ModelsAsync(this MlflowServer server, CancellationToken cancellationToken) =>
        GotAsync(server, $"mlflow/registered-models/search?max_results={Rows}&order_by=name%20ASC", "registered_models", cancellationToken);

    public static IAsyncEnumerable<JsonObject[]> VersionsAsync(this MlflowServer server, CancellationToken cancellationToken) =>
        GotAsync(server, $"mlflow/model-versions/search?max_results={Rows}&order_by=name%20ASC&order_by=version_number%20ASC", "model_versions", cancellationToken);

    /// <summary>Every value of a metric.</summary>
    public static IAsyncEnumerable<JsonObject[]> HistoryAsync(this MlflowServer server, string run, string key, CancellationToken cancellationToken) =>
        GotAsync(server, $"mlflow/metrics/get-history?run_id={Uri.EscapeDataString(run)}&metric_key={Uri.EscapeDataString(key)}&max_results={Values}", "metrics", cancellationToken);

    private static IAsyncEnumerable<JsonObject[]> PostedAsync(MlflowServer server, string things, Func<JsonObject> search, CancellationToken cancellationToken) => PagesAsync(
        things,
        token =>
        {
            var body = search();
            if (token is not null)
                body["page_token"] = token;
            return server.PostAsync($"mlflow/{things}/search", body, cancellationToken);
        },
        cancellationToken);

    private static IAsyncEnumerable<JsonObject[]> GotAsync(MlflowServer server, string path, string things, CancellationToken cancellationToken) =>
        PagesAsync(things, token => server.GetAsync(token is null ? path : $"{path}&page_token={Uri.EscapeDataString(token)}", cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<JsonObject[]> PagesAsync(string things, Func<string?, Task<JsonObject>> ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await ask(token);
            token = page.MaybeText("next_page_token");
            yield return page.List(things);
            if (!string.IsNullOrEmpty(token) && !seen.Add(token))
                throw new JsonException($"the MLflow server never comes to the end of its {things}: it names a page again that it has named before");
        }
        while (!string.IsNullOrEmpty(token));
    }
}
