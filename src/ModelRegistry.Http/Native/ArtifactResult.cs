using Microsoft.AspNetCore.Http;

namespace ModelRegistry.Http.Native;

/// <summary>
/// Sends verified bytes as they are read. What turns out damaged before the first piece is a problem as ever; later the connection ends before the last
/// piece, so that the answer is shorter than it said.
/// </summary>
internal sealed class ArtifactResult(Stream content) : IResult
{
    private const int BufferSize = 128 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using (content)
        {
            var first = new byte[Math.Min(content.Length, BufferSize)];
            if (!HttpMethods.IsHead(httpContext.Request.Method))
                await content.ReadExactlyAsync(first, httpContext.RequestAborted);
            httpContext.Response.ContentType = "application/octet-stream";
            httpContext.Response.ContentLength = content.Length;
            httpContext.Response.Headers.XContentTypeOptions = "nosniff";
            if (HttpMethods.IsHead(httpContext.Request.Method))
                return;
            await httpContext.Response.Body.WriteAsync(first, httpContext.RequestAborted);
            await content.CopyToAsync(httpContext.Response.Body, BufferSize, httpContext.RequestAborted);
        }
    }
}
