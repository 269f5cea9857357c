using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Http.Mlflow.Import;

namespace ModelRegistry.Http.Native;

/// <summary>The native API, <c>/api/v1</c>.</summary>
public static class NativeApi
{
    /// <summary>Maps every call of the native API.</summary>
    public static void MapNativeApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapModels();
        api.MapVersions();
        api.MapSearch();
        api.MapComparison();
        api.MapPolicy();
        api.MapServing();
        api.MapExperiments();
        api.MapMonitoring();
        api.MapArtifacts();
        api.MapTokens();
        api.MapAudit();
        api.MapAuditCheckpoints();
        api.MapTransfer();
        api.MapMlflowImport();
        api.MapNotifications();
        api.MapTracking();
    }
}
