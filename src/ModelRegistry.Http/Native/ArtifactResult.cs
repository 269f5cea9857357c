using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ModelRegistry.Http.Native;

/// <summary>
/// Sends verified bytes as they are read. What turns out damaged before the first piece is a problem as ever; later the connection ends before the last
/// piece, so that the answer is shorter than it said.
/// </summary>
/// <param name="content">Disposed when it is sent.</param>
/// <param name="name">As which a browser saves it; null where it has none.</param>
internal sealed class ArtifactResult(Stream content, string? name = null) : IResult
{
    private const int BufferSize = 128 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using (content)
        {
            var first = new byte[Math.Min(content.Length, BufferSize)];
            if (!HttpMethods.IsHead(httpContext.Request.Method))
                await content.ReadExactlyAsync(first, httpContext.RequestAborted);
            WriteHeaders(httpContext.Response);
            if (HttpMethods.IsHead(httpContext.Request.Method))
                return;
            await httpContext.Response.Body.WriteAsync(first, httpContext.RequestAborted);
            await content.CopyToAsync(httpContext.Response.Body, BufferSize, httpContext.RequestAborted);
        }
    }
    private void WriteHeaders(HttpResponse response)
    {
        response.ContentType = name is null ? FileTypes.Bytes : FileTypes.Of(name);
        response.ContentLength = content.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (name is null)
            return;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
    }
}
