using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Http.Native;

/// <summary>Takes the body of a request in, in as much time as its sender needs, before anything is begun that others would wait for.</summary>
internal static class SpooledBody
{
    /// <summary>The whole body, from its beginning; gone when it is closed.</summary>
    /// <exception cref="BadHttpRequestException">413: it is longer than what is imported.</exception>
    public static async Task<FileStream> TakeAsync(this SpoolFolder spool, HttpContext http)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = spool.MaxBytes;
        var file = spool.Create();
        try
        {
            await http.Request.Body.CopyToAsync(file, http.RequestAborted);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
