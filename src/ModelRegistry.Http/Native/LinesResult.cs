using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Core;

namespace ModelRegistry.Http.Native;

/// <summary>
/// An answer that takes its time: JSON documents, one a line, sent as they come. What fails before the first is a problem as ever; what fails
/// later ends the connection, so that an answer without its last line is none.
/// </summary>
/// <param name="work">Is given how a line is written.</param>
internal sealed class LinesResult(Func<Func<object, ValueTask>, CancellationToken, Task> work) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => work(line => WriteAsync(httpContext, line), httpContext.RequestAborted);

    private static async ValueTask WriteAsync(HttpContext http, object line)
    {
        if (!http.Response.HasStarted)
            http.Response.ContentType = "application/x-ndjson";
        await http.Response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, RegistryJson.Options), (byte)'\n'], http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
