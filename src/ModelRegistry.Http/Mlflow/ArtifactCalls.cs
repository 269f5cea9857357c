using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>The files of runs, which clients reach through the server (<c>mlflow-artifacts</c>).</summary>
internal sealed class ArtifactCalls(IArtifactArea area, IArtifactStore artifacts)
{
    // Clients go on without it when a message begins like this.
    private const string NoMultipart = "Multipart upload is not supported for the current artifact repository";

    public async Task UploadAsync(HttpContext http, string? path)
    {
        await area.PutAsync(ArtifactPath.Parse(path ?? ""), http.Request.Body, http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    public Task DownloadAsync(HttpContext http, string? path) => SendAsync(http, ArtifactPath.Parse(path ?? ""));

    public async Task ListAsync(HttpContext http, MlflowMessage request)
    {
        var all = await area.ListAsync(ArtifactPath.ParseFolder(request.Text("path")), int.MaxValue, pageToken: null, http.RequestAborted);
        await MlflowAnswer.PageAsync(http, "files", all.Rows, null, FileJson.Write);
    }

    public async Task DeleteAsync(HttpContext http, string? path)
    {
        await area.DeleteAsync(ArtifactPath.Parse(path ?? ""), http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    /// <summary>A file is hashed from front to back while it comes, so its parts cannot come side by side.</summary>
    public Task MultipartAsync(HttpContext http, string? path)
    {
        ArtifactPath.Parse(path ?? "");
        return new MlflowError(StatusCodes.Status501NotImplemented, "NOT_IMPLEMENTED", $"{NoMultipart}; upload the file whole").ExecuteAsync(http);
    }

    /// <summary>Answers with a file.</summary>
    /// <exception cref="TrackingException">There is none.</exception>
    public async Task SendAsync(HttpContext http, string path)
    {
        var file = await area.FindAsync(path, http.RequestAborted) ?? throw TrackingException.NotFound($"There is no file '{TrackingRules.Shortened(path)}'.");
        var content = await artifacts.OpenAsync(file.Digest, http.RequestAborted)
            ?? throw new InvalidDataException($"the content of '{path}', {file.Digest}, is not in the artifact store");
        await new ArtifactResult(content, path[(path.LastIndexOf('/') + 1)..]).ExecuteAsync(http);
    }
}
