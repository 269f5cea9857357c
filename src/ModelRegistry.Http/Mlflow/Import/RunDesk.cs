using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>Runs of another MLflow server, which keep their ids.</summary>
internal sealed class RunDesk(IExperimentStore experiments, IRunStore runs, ITrackingImport import, SpoolFolder spool)
{
    private static readonly TrackingRules Rules = new(LongValues.Keep);

    public async Task<IResult> LookAsync(HttpContext http, long experiment, MlflowMessage given)
    {
        var there = ImportedRunReading.Of(given, experiment, Rules);
        return Respond.Json(await LookAsync(there, http.RequestAborted));
    }

    public async Task<IResult> TakeAsync(HttpContext http, long experiment)
    {
        await experiments.GetAsync(experiment, http.RequestAborted);
        await using var file = await spool.TakeAsync(http);
        var lines = new JsonLines(file, RequestBytes.Most);
        using var first = await lines.NextAsync(http.RequestAborted) ?? throw JsonLines.NoObject([]);
        var there = ImportedRunReading.Of(new MlflowMessage(first.RootElement), experiment, Rules);
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

    private static async IAsyncEnumerable<RunBatch> HistoryAsync(JsonLines lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            using (line)
                yield return RunBatch.Of((new MlflowMessage(line.RootElement).Messages("metrics") ?? []).ConvertAll(LogCalls.Metric), [], [], Rules);
        }
    }
}
