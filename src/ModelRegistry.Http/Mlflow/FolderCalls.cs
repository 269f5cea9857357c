using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Calls that name a file by its run or by a version, and not by where it is.</summary>
internal sealed class FolderCalls(IRunStore runs, IModelCatalog catalog, IArtifactArea area, ArtifactCalls files)
{
    private const int PageSize = 10_000;

    public async Task ListAsync(HttpContext http, MlflowMessage request)
    {
        var run = await runs.GetAsync(request.RunId(), http.RequestAborted);
        var (root, folder) = (Root(http, run.Info.ArtifactUri), ArtifactPath.ParseFolder(request.Text("path")));
        var page = await area.ListAsync(ArtifactPath.Below(root, folder), PageSize, request.PageToken(), http.RequestAborted);
        await MlflowAnswer.PageAsync(
            http,
            "files",
            page.Rows,
            page.NextPageToken,
            (writer, entry) => FileJson.Write(writer, entry, folder),
            writer => writer.WriteString("root_uri"u8, run.Info.ArtifactUri));
    }

    /// <summary>A file of a run, for the web page.</summary>
    public async Task OfRunAsync(HttpContext http, MlflowMessage request)
    {
        var path = ArtifactPath.Parse(request.Required("path"));
        var run = await runs.GetAsync(request.RunId(), http.RequestAborted);
        await files.SendAsync(http, ArtifactPath.Below(Root(http, run.Info.ArtifactUri), path));
    }

    /// <summary>A file of a version, for the web page.</summary>
    public async Task OfVersionAsync(HttpContext http, MlflowMessage request)
    {
        var (name, number, path) = (request.Required("name"), request.Version(), ArtifactPath.Parse(request.Required("path")));
        RegistryCall.CheckVisible(http, name);
        var version = await catalog.FindVersionAsync(name, number, http.RequestAborted) ?? throw RegistryCall.NoVersion(name, FormattableString.Invariant($"{number}"));
        await files.SendAsync(http, ArtifactPath.Below(Root(http, version.Location), path));
    }

    private static string Root(HttpContext http, string uri) => ArtifactUri.PathIn(uri, http.Request.Host.Value ?? "")
        ?? throw TrackingException.Invalid($"The files are at '{TrackingRules.Shortened(uri)}', which this server does not read; ask there.");
}
