using Microsoft.AspNetCore.Http;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Finding registered models and versions by what they are.</summary>
internal sealed class RegistrySearchCalls(IModelCatalog catalog)
{
    private const int DefaultModels = 100;
    private const int MostModels = 1_000;
    private const int DefaultVersions = 10_000;
    private const int MostVersions = 200_000;

    public async Task ModelsAsync(HttpContext http, MlflowMessage request)
    {
        var page = await catalog.SearchModelsAsync(Search(http, request, DefaultModels, MostModels), http.RequestAborted);
        await MlflowAnswer.PageAsync(http, "registered_models", page.Rows, page.NextPageToken, ModelJson.Write);
    }

    public async Task VersionsAsync(HttpContext http, MlflowMessage request)
    {
        var page = await catalog.SearchVersionsAsync(Search(http, request, DefaultVersions, MostVersions), http.RequestAborted);
        await MlflowAnswer.PageAsync(http, "model_versions", page.Rows, page.NextPageToken, ModelJson.Write);
    }

    private static CatalogSearch Search(HttpContext http, MlflowMessage request, int otherwise, int most) => new()
    {
        Filter = request.Text("filter") ?? "",
        OrderBy = [.. request.Texts("order_by")],
        Scope = Caller.Of(http).Scope,
        PageSize = request.PageSize(otherwise, most),
        PageToken = request.PageToken(),
    };
}
