using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Native;
using ModelRegistry.Http.Security;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>
/// Takes over what another MLflow server says, each thing in that server's own words and in one act, so that an import may stop anywhere and be repeated. What MLflow's
/// own calls cannot say is said here: the id of a run, the number and the stage of a version, times that are past.
/// </summary>
internal static class MlflowImportEndpoints
{
    private const string Prefix = "/import/mlflow";

    public static IServiceCollection AddMlflowImport(this IServiceCollection services) =>
        services.AddSingleton<ExperimentDesk>().AddSingleton<RunDesk>().AddSingleton<ModelDesk>().AddSingleton<VersionDesk>();

    public static void MapMlflowImport(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Prefix}/experiments", (HttpContext http, ExperimentDesk desk) => AnswerAsync(http, desk.TakeAsync))
            .Needs(Role.Admin).WithSummary("Import an experiment as another MLflow server says it");
        routes.MapPost($"{Prefix}/runs/look", (HttpContext http, RunDesk desk, long experiment) => AnswerAsync(http, given => desk.LookAsync(http, experiment, given)))
            .Needs(Role.Admin).WithSummary("Whether a run of another MLflow server is here, and how it differs; changes nothing");
        routes.MapPost($"{Prefix}/runs", TakeRunAsync)
            .Needs(Role.Admin).WithSummary("Import a run of another MLflow server: a line says what it is, each further one has up to 1,000 metrics");
        routes.MapPost($"{Prefix}/models", (HttpContext http, ModelDesk desk) => AnswerAsync(http, desk.TakeAsync))
            .Needs(Role.Admin).WithSummary("Import a registered model, without its versions, as another MLflow server says it");
        routes.MapPost($"{Prefix}/versions/look", (HttpContext http, VersionDesk desk) => AnswerAsync(http, desk.LookAsync))
            .Needs(Role.Admin).WithSummary("Whether a version of another MLflow server is here, or was, and how it differs; changes nothing");
        routes.MapPost($"{Prefix}/versions", (HttpContext http, VersionDesk desk) => AnswerAsync(http, desk.TakeAsync))
            .Needs(Role.Admin).WithSummary("Import a version of a registered model under its number, in its stage, with its aliases");
    }

    private static Task<IResult> AnswerAsync(HttpContext http, Func<HttpContext, MlflowMessage, Task<IResult>> take) => AnswerAsync(http, given => take(http, given));

    private static async Task<IResult> AnswerAsync(HttpContext http, Func<MlflowMessage, Task<IResult>> take)
    {
        if (Scoped(http) is { } refused)
            return refused;
        using var request = await MlflowRequest.ReadAsync(http);
        return await take(request.Message);
    }

    private static async Task<IResult> TakeRunAsync(HttpContext http, RunDesk desk, long experiment) => Scoped(http) ?? await desk.TakeAsync(http, experiment);

    private static IResult? Scoped(HttpContext http) => OutOfScope.Of(Caller.Of(http), "an admin without a scope has to make it");
}
