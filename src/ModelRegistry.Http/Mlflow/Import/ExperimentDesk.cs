using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>Experiments of another MLflow server, which go by their names.</summary>
internal sealed class ExperimentDesk(IExperimentStore experiments, ITrackingImport import)
{
    public async Task<IResult> TakeAsync(HttpContext http, MlflowMessage given)
    {
        var there = Read(given);
        if (await import.AddAsync(there, http.RequestAborted) is { } added)
            return Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Added, ExperimentId = Id(added) });
        var here = await experiments.FindAsync(there.Experiment.Name, http.RequestAborted) ?? throw TrackingException.NotFound($"The experiment '{there.Experiment.Name}' was renamed meanwhile; run the import again.");
        return Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Here, ExperimentId = Id(here.Id), Differences = [.. there.Differences(here)] });
    }

    private static ImportedExperiment Read(MlflowMessage given)
    {
        var location = given.Text("artifact_location");
        return new()
        {
            // What that server hands out itself is handed out by this one then.
            Experiment = NewExperiment.Of(given.Required("name"), OtherServerWords.IsProxied(location) ? null : location, given.Pairs("tags")),
            CreationTime = given.Integer("creation_time") ?? 0,
            LastUpdateTime = given.Integer("last_update_time") ?? 0,
            Deleted = OtherServerWords.IsDeleted(given),
        };
    }

    private static string Id(long id) => FormattableString.Invariant($"{id}");
}
