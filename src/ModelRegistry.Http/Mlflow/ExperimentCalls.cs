using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Calls on experiments.</summary>
internal sealed class ExperimentCalls(IExperimentStore experiments)
{
    public async Task CreateAsync(HttpContext http, MlflowMessage request)
    {
        var made = NewExperiment.Of(request.Required("name"), request.Text("artifact_location"), request.Pairs("tags"));
        var id = await experiments.CreateAsync(made, http.RequestAborted);
        await MlflowAnswer.WriteAsync(http, writer => writer.WriteString("experiment_id"u8, FormattableString.Invariant($"{id}")));
    }

    public async Task GetAsync(HttpContext http, MlflowMessage request) => await AnswerAsync(http, await experiments.GetAsync(request.ExperimentId(), http.RequestAborted));

    public async Task GetByNameAsync(HttpContext http, MlflowMessage request)
    {
        var name = request.Required("experiment_name");
        await AnswerAsync(http, await experiments.FindAsync(name, http.RequestAborted) ?? throw TrackingException.NotFound($"Could not find experiment with name '{TrackingRules.Shortened(name)}'"));
    }

    public async Task SearchAsync(HttpContext http, MlflowMessage request)
    {
        var page = await experiments.SearchAsync(
            new()
            {
                Filter = request.Text("filter") ?? "",
                OrderBy = [.. request.Texts("order_by")],
                View = request.View("view_type"),
                PageSize = request.PageSize(otherwise: 0),
                PageToken = request.PageToken(),
            },
            http.RequestAborted);
        await MlflowAnswer.PageAsync(http, "experiments", page.Rows, page.NextPageToken, ExperimentJson.Write);
    }

    public async Task UpdateAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.Required("experiment_id");
        var name = request.Required("new_name");
        TrackingRules.CheckExperimentName(name);
        await experiments.RenameAsync(MlflowCall.ParseExperiment(id), name, http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task DeleteAsync(HttpContext http, MlflowMessage request)
    {
        await experiments.DeleteAsync(request.ExperimentId(), http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task RestoreAsync(HttpContext http, MlflowMessage request)
    {
        await experiments.RestoreAsync(request.ExperimentId(), http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task SetTagAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.Required("experiment_id");
        var tag = TrackingRules.ExperimentTag(new(request.Required("key"), request.Text("value") ?? ""));
        await experiments.SetTagAsync(MlflowCall.ParseExperiment(id), tag, http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    private static Task AnswerAsync(HttpContext http, TrackedExperiment experiment) => MlflowAnswer.WriteAsync(http, writer =>
    {
        writer.WritePropertyName("experiment"u8);
        ExperimentJson.Write(writer, experiment);
    });
}
