using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>Runs of another MLflow server, which keep their ids.</summary>
internal sealed class RunDesk(IExperimentStore experiments, IRunStore runs, ITrackingImport import, TrackingRules rules)
{
    public async Task<IResult> LookAsync(HttpContext http, long experiment, MlflowMessage given)
    {
        var there = ImportedRunReading.Of(given, experiment, rules);
        return Respond.Json(await LookAsync(there, http.RequestAborted));
    }

    public async Task<IResult> TakeAsync(HttpContext http, long experiment)
    {
        await experiments.GetAsync(experiment, http.RequestAborted);
        using var lines = new StreamReader(http.Request.Body);
        using var first = Parse(await lines.ReadLineAsync(http.RequestAborted) ?? "");
        var there = ImportedRunReading.Of(new MlflowMessage(first.RootElement), experiment, rules);
        var added = await import.AddAsync(there, HistoryAsync(lines, http.RequestAborted), http.RequestAborted);
        var answer = await LookAsync(there, http.RequestAborted);
        return Respond.Json(added ? answer with { Outcome = ImportOutcome.Added } : answer);
    }

    private async Task<ImportAnswer> LookAsync(ImportedRun there, CancellationToken cancellationToken)
    {
        try
        {
            var here = await runs.GetAsync(there.Run.Id, cancellationToken);
            return new() { Outcome = ImportOutcome.Here, ArtifactUri = here.Info.ArtifactUri, Differences = [.. there.Differences(here)] };
        }
        catch (TrackingException unknown) when (unknown.Fault == TrackingFault.NotFound)
        {
            return new() { Outcome = ImportOutcome.Missing };
        }
    }

    private async IAsyncEnumerable<RunBatch> HistoryAsync(StreamReader lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            using var parsed = Parse(line);
            var metrics = new MlflowMessage(parsed.RootElement).Messages("metrics") ?? [];
            yield return RunBatch.Of(metrics.ConvertAll(LogCalls.Metric), [], [], rules);
        }
    }

    private static JsonDocument Parse(string line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw TrackingException.Invalid($"'{TrackingRules.Shortened(line)}' is no JSON object; a run is a line with one, and each further line has one with its metrics.");
    }
}
