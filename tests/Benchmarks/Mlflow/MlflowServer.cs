using System.Text;
using System.Text.Json.Nodes;

namespace Benchmarks.Mlflow;

/// <summary>The calls that are measured, with bodies such as MLflow's client sends.</summary>
internal sealed class MlflowServer(Uri address, string? token) : IDisposable
{
    private const string Base = "/api/2.0/mlflow/";
    private const long Start = 1_700_000_000_000;

    private readonly KeptConnection _connection = new(address, token);

    public static (string Path, string? Body) CreateRun(string experiment, int i) => ("runs/create",
        $$"""{"experiment_id": "{{experiment}}", "user_id": "benchmark", "run_name": "run-{{i}}", "start_time": {{Start + i}}, "tags": [{"key": "mlflow.user", "value": "benchmark"}, {"key": "mlflow.source.name", "value": "train.py"}, {"key": "mlflow.source.type", "value": "LOCAL"}, {"key": "mlflow.runName", "value": "run-{{i}}"}]}""");

    public static (string Path, string? Body) LogMetric(string run, string key, int step) => ("runs/log-metric",
        $$"""{"run_uuid": "{{run}}", "run_id": "{{run}}", "key": "{{key}}", "value": {{1.0 / (step + 3)}}, "timestamp": {{Start + step}}, "step": {{step}}}""");

    public static (string Path, string? Body) LogBatch(string run, int metrics, int step, int parameters = 0)
    {
        var body = new StringBuilder(12_000).Append("{\"run_id\": \"").Append(run).Append("\", \"metrics\": [");
        for (var i = 0; i < metrics; i++)
            body.Append(i == 0 ? "" : ", ").Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"key": "m{{i}}", "value": {{(i + 1.5) / (step + 3)}}, "timestamp": {{Start + step}}, "step": {{step}}}""");
        body.Append("], \"params\": [").AppendJoin(", ", Enumerable.Range(0, parameters).Select(i => $$"""{"key": "p{{i}}", "value": "{{i + 1}}"}"""));
        body.Append("]}");
        return ("runs/log-batch", body.ToString());
    }

    public static (string Path, string? Body) GetRun(string run) => ($"runs/get?run_uuid={run}&run_id={run}", null);

    public static (string Path, string? Body) History(string run, string key) => ($"metrics/get-history?run_uuid={run}&run_id={run}&metric_key={key}&max_results=1000", null);

    public static (string Path, string? Body) Search(string experiment, string filter, params string[] orders) => ("runs/search",
        new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["filter"] = filter, ["run_view_type"] = "ACTIVE_ONLY", ["max_results"] = 20, ["order_by"] = new JsonArray([.. orders.Select(order => (JsonNode)order)]) }.ToJsonString());

    /// <summary>Sends a call and reads the whole answer.</summary>
    public byte[] Send((string Path, string? Body) call)
    {
        var (status, answer) = _connection.Send(Base + call.Path, call.Body);
        return status == 200 ? answer : throw new HttpRequestException($"{call.Path}: {status} {Encoding.UTF8.GetString(answer)}");
    }

    public string Experiment(string name) => (string)JsonNode.Parse(Send(("experiments/create", $$"""{"name": "{{name}}"}""")))!["experiment_id"]!;

    public string Run(string experiment, int i = 0) => (string)JsonNode.Parse(Send(CreateRun(experiment, i)))!["run"]!["info"]!["run_id"]!;

    /// <summary>Runs with 10 metrics, 5 params and 4 tags.</summary>
    public string[] FilledRuns(string experiment, int count)
    {
        var runs = new string[count];
        for (var i = 0; i < count; i++)
        {
            runs[i] = Run(experiment, i);
            Send(LogBatch(runs[i], metrics: 10, step: i % 17, parameters: 5));
        }

        return runs;
    }

    public void Dispose() => _connection.Dispose();
}
