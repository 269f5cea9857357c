using Microsoft.AspNetCore.Http;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Http.Native;

/// <summary>Sends an export as it is made. What fails on the way ends the connection: a file without its seal is none.</summary>
internal sealed class ExportResult(PreparedExport export, string file) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using (export)
        {
            httpContext.Response.ContentType = "application/x-tar";
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename={file}";
            await export.WriteAsync(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }
}
