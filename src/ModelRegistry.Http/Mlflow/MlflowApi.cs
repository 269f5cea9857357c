using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Security;

namespace ModelRegistry.Http.Mlflow;

/// <summary>The calls of MLflow's clients, as of the version that <see cref="Version"/> says.</summary>
internal static class MlflowApi
{
    /// <summary>The server that clients are told they talk to.</summary>
    public const string Version = "2.16.2";

    private static readonly string[] Reading = ["GET", "HEAD"];

    private delegate Task Call(HttpContext http, MlflowMessage request);

    private delegate Task FileCall(HttpContext http, string? path);

    public static IServiceCollection AddMlflowApi(this IServiceCollection services) => services
        .AddSingleton<ExperimentCalls>()
        .AddSingleton<RunCalls>()
        .AddSingleton<LogCalls>()
        .AddSingleton<RegisteredModelCalls>()
        .AddSingleton<AliasCalls>()
        .AddSingleton<ModelVersionCalls>()
        .AddSingleton<RegistrySearchCalls>()
        .AddSingleton<ArtifactCalls>()
        .AddSingleton<FolderCalls>()
        .AddSingleton<VersionFiles>()
        .AddSingleton<VersionRegistration>()
        .AddSingleton<StageDesk>();

    /// <summary>Maps every call below both bases; what is not there is refused in MLflow's shape.</summary>
    public static void MapMlflowApi(this WebApplication app)
    {
        app.MapGet("/health", static () => "OK").ExcludeFromDescription();
        app.MapGet("/version", static () => Version).ExcludeFromDescription();
        foreach (var routes in MlflowRoutes.Bases.Select(@base => app.MapGroup(@base)))
        {
            MapExperiments(routes, app.Services.GetRequiredService<ExperimentCalls>());
            MapRuns(routes, app.Services.GetRequiredService<RunCalls>());
            MapLog(routes, app.Services.GetRequiredService<LogCalls>());
            MapModels(routes, app.Services.GetRequiredService<RegisteredModelCalls>());
            MapAliases(routes, app.Services.GetRequiredService<AliasCalls>());
            MapVersions(routes, app.Services.GetRequiredService<ModelVersionCalls>());
            MapSearches(routes, app.Services.GetRequiredService<RegistrySearchCalls>());
            Get(routes, "/artifacts/list", app.Services.GetRequiredService<FolderCalls>().ListAsync);
            MapRest(routes);
        }

        foreach (var routes in MlflowRoutes.FileBases.Select(@base => app.MapGroup(@base)))
        {
            MapFiles(routes, app.Services.GetRequiredService<ArtifactCalls>());
            MapRest(routes);
        }

        var page = app.MapGroup("").ExcludeFromDescription();
        Get(page, MlflowRoutes.FileOfRun, app.Services.GetRequiredService<FolderCalls>().OfRunAsync);
        Get(page, MlflowRoutes.FileOfVersion, app.Services.GetRequiredService<FolderCalls>().OfVersionAsync);
    }

    private static void MapRest(RouteGroupBuilder routes)
    {
        routes.ExcludeFromDescription();
        routes.Map("/{**rest}", static (HttpContext http) => MlflowError.NoEndpoint(http.Request).ExecuteAsync(http)).Needs(Role.Viewer);
    }

    private static void MapExperiments(RouteGroupBuilder routes, ExperimentCalls calls)
    {
        Post(routes, "/experiments/create", calls.CreateAsync);
        Get(routes, "/experiments/get", calls.GetAsync);
        Get(routes, "/experiments/get-by-name", calls.GetByNameAsync);
        Get(routes, "/experiments/search", calls.SearchAsync);
        Post(routes, "/experiments/search", calls.SearchAsync, Role.Viewer);
        Post(routes, "/experiments/update", calls.UpdateAsync);
        Post(routes, "/experiments/delete", calls.DeleteAsync);
        Post(routes, "/experiments/restore", calls.RestoreAsync);
        Post(routes, "/experiments/set-experiment-tag", calls.SetTagAsync);
    }

    private static void MapRuns(RouteGroupBuilder routes, RunCalls calls)
    {
        Post(routes, "/runs/create", calls.CreateAsync);
        Get(routes, "/runs/get", calls.GetAsync);
        Post(routes, "/runs/search", calls.SearchAsync, Role.Viewer);
        Post(routes, "/runs/update", calls.UpdateAsync);
        Post(routes, "/runs/delete", calls.DeleteAsync);
        Post(routes, "/runs/restore", calls.RestoreAsync);
        Get(routes, "/metrics/get-history", calls.HistoryAsync);
    }

    private static void MapLog(RouteGroupBuilder routes, LogCalls calls)
    {
        Post(routes, "/runs/log-metric", calls.MetricAsync);
        Post(routes, "/runs/log-parameter", calls.ParamAsync);
        Post(routes, "/runs/set-tag", calls.SetTagAsync);
        Post(routes, "/runs/delete-tag", calls.DeleteTagAsync);
        Post(routes, "/runs/log-batch", calls.BatchAsync);
        Post(routes, "/runs/log-inputs", calls.InputsAsync);
        Post(routes, "/runs/log-model", calls.ModelAsync);
    }

    private static void MapModels(RouteGroupBuilder routes, RegisteredModelCalls calls)
    {
        Post(routes, "/registered-models/create", calls.CreateAsync);
        Get(routes, "/registered-models/get", calls.GetAsync);
        Patch(routes, "/registered-models/update", calls.UpdateAsync);
        Post(routes, "/registered-models/rename", calls.RenameAsync);
        Delete(routes, "/registered-models/delete", calls.DeleteAsync);
        Post(routes, "/registered-models/set-tag", calls.SetTagAsync);
        Delete(routes, "/registered-models/delete-tag", calls.DeleteTagAsync);
    }

    private static void MapAliases(RouteGroupBuilder routes, AliasCalls calls)
    {
        Post(routes, "/registered-models/alias", calls.SetAsync);
        Delete(routes, "/registered-models/alias", calls.DeleteAsync);
        Get(routes, "/registered-models/alias", calls.GetAsync);
    }

    private static void MapVersions(RouteGroupBuilder routes, ModelVersionCalls calls)
    {
        Post(routes, "/model-versions/create", calls.CreateAsync);
        Get(routes, "/model-versions/get", calls.GetAsync);
        Patch(routes, "/model-versions/update", calls.UpdateAsync);
        Post(routes, "/model-versions/set-tag", calls.SetTagAsync);
        Delete(routes, "/model-versions/delete-tag", calls.DeleteTagAsync);
        Delete(routes, "/model-versions/delete", calls.DeleteAsync);
        Post(routes, "/model-versions/transition-stage", calls.TransitionAsync);
        Get(routes, "/model-versions/get-download-uri", calls.GetDownloadUriAsync);
        Get(routes, "/registered-models/get-latest-versions", calls.GetLatestAsync);
        Post(routes, "/registered-models/get-latest-versions", calls.GetLatestAsync, Role.Viewer);
    }

    private static void MapSearches(RouteGroupBuilder routes, RegistrySearchCalls calls)
    {
        Get(routes, "/registered-models/search", calls.ModelsAsync);
        Get(routes, "/model-versions/search", calls.VersionsAsync);
    }

    private static void MapFiles(RouteGroupBuilder routes, ArtifactCalls calls)
    {
        const string Path = "/artifacts/{**path}";
        Get(routes, "/artifacts", calls.ListAsync);
        routes.MapMethods(Path, Reading, Handle(calls.DownloadAsync)).Needs(Role.Viewer);
        routes.MapPut(Path, Handle(calls.UploadAsync)).Needs(Role.Scientist);
        routes.MapDelete(Path, Handle(calls.DeleteAsync)).Needs(Role.Scientist);
        foreach (var step in new[] { "create", "complete", "abort" })
            routes.MapPost($"/mpu/{step}/{{**path}}", Handle(calls.MultipartAsync)).Needs(Role.Scientist);
    }

    private static void Get(RouteGroupBuilder routes, string path, Call call) => routes.MapGet(path, Handle(call)).Needs(Role.Viewer);

    private static void Post(RouteGroupBuilder routes, string path, Call call, Role role = Role.Scientist) => routes.MapPost(path, Handle(call)).Needs(role);

    private static void Patch(RouteGroupBuilder routes, string path, Call call) => routes.MapPatch(path, Handle(call)).Needs(Role.Scientist);

    private static void Delete(RouteGroupBuilder routes, string path, Call call) => routes.MapDelete(path, Handle(call)).Needs(Role.Scientist);

    private static RequestDelegate Handle(Call call) => async http =>
    {
        using var request = await MlflowRequest.ReadAsync(http);
        await call(http, request.Message);
    };

    private static RequestDelegate Handle(FileCall call) => http => call(http, http.Request.RouteValues["path"] as string);
}
