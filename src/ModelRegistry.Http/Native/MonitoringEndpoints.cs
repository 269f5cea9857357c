using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>Drift monitors, their reports, realised performance and retraining.</summary>
internal static class MonitoringEndpoints
{
    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models/{model}/drift/scan", ScanAsync).Needs(Role.Scientist).WithSummary("Scan now");
        routes.MapGet("/models/{model}/drift/reports", ReportsAsync).Needs(Role.Viewer).WithSummary("Drift reports, the latest first");
        routes.MapGet("/models/{model}/drift/reports/{id:guid}", ReportAsync).Needs(Role.Viewer).WithSummary("One drift report");
        routes.MapGet("/models/{model}/monitor", MonitorAsync).Needs(Role.Viewer).WithSummary("How a model is watched");
        routes.MapPut("/models/{model}/monitor", ConfigureAsync).Needs(Role.Approver).WithSummary("Change how a model is watched");
        routes.MapGet("/models/{model}/performance", PerformanceAsync).Needs(Role.Viewer).WithSummary("What a version's predictions came to");
        routes.MapGet("/models/{model}/retraining", RetrainingAsync).Needs(Role.Viewer).WithSummary("Requests for retraining");
        routes.MapPost("/models/{model}/retraining/complete", CompleteAsync).Needs(Role.Scientist).WithSummary("Say which version was trained for the open requests");
    }

    private static async Task<IResult> ScanAsync(HttpContext http, ModelDoor door, IGrainFactory grains, string model)
    {
        var (context, body) = await Command.ReadAsync<ScanBody>(http);
        return Respond.With(http, await (await MonitorOf(http, door, grains, model)).Scan(context, body.Through?.ToUniversalTime()));
    }

    private static async Task<IResult> ReportsAsync(
        HttpContext http, ModelDoor door, IDriftReportStore reports, string model, DateTimeOffset? from, DateTimeOffset? to, string? atLeast, int? pageSize)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        return Respond.Json(new { reports = await reports.ListAsync(id, from, to, Severity(atLeast), Paging.Size(pageSize), http.RequestAborted) });
    }

    private static async Task<IResult> ReportAsync(HttpContext http, ModelDoor door, IDriftReportStore reports, string model, Guid id)
    {
        var modelId = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        return Respond.OrNotFound(await reports.FindAsync(modelId, id, http.RequestAborted), $"drift report {id} of '{model}'");
    }

    private static async Task<IResult> MonitorAsync(HttpContext http, ModelDoor door, IGrainFactory grains, string model) =>
        Respond.Json(await (await MonitorOf(http, door, grains, model)).Get());

    private static async Task<IResult> ConfigureAsync(HttpContext http, ModelDoor door, IGrainFactory grains, string model)
    {
        var (context, policy) = await Command.ReadAsync<MonitorPolicy>(http);
        return Respond.With(http, await (await MonitorOf(http, door, grains, model)).Configure(context, policy));
    }

    private static async Task<IResult> PerformanceAsync(
        HttpContext http, ModelDoor door, PerformanceQuery query, string model, string? version, DateTimeOffset from, DateTimeOffset to)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        if (to <= from)
            throw new BadRequestException($"to ({to:O}) must lie after from ({from:O})");
        var selected = await door.SelectAsync(id, version ?? "production");
        return Respond.Json(await query.ReadAsync(id, selected.Number, from, to, http.RequestAborted));
    }

    private static async Task<IResult> RetrainingAsync(HttpContext http, ModelDoor door, IGrainFactory grains, string model) =>
        Respond.Json(await (await RetrainingOf(http, door, grains, model)).Get());

    private static async Task<IResult> CompleteAsync(HttpContext http, ModelDoor door, IGrainFactory grains, string model)
    {
        var (context, body) = await Command.ReadAsync<RetrainingAnswerBody>(http);
        return Respond.With(http, await (await RetrainingOf(http, door, grains, model)).Complete(context, body.Version));
    }

    private static async Task<IDriftMonitorGrain> MonitorOf(HttpContext http, ModelDoor door, IGrainFactory grains, string model) =>
        grains.GetGrain<IDriftMonitorGrain>((await door.FindAsync(model, Caller.Of(http), http.RequestAborted)).ToString("D"));

    private static async Task<IRetrainingGrain> RetrainingOf(HttpContext http, ModelDoor door, IGrainFactory grains, string model) =>
        grains.GetGrain<IRetrainingGrain>((await door.FindAsync(model, Caller.Of(http), http.RequestAborted)).ToString("D"));

    private static DriftSeverity? Severity(string? word)
    {
        if (word is null)
            return null;
        return Enum.TryParse<DriftSeverity>(word, ignoreCase: true, out var severity) && Enum.IsDefined(severity) && !char.IsDigit(word[0])
            ? severity
            : throw new BadRequestException($"atLeast is '{word}'; {string.Join(", ", Enum.GetNames<DriftSeverity>())} are");
    }
}
