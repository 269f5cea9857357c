using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;

namespace ModelRegistry.Http;

/// <summary>The dashboard: its built files, and its one page at every address that is a page of it.</summary>
internal static class DashboardFiles
{
    private const string Page = "index.html";

    /// <summary>Nothing from elsewhere, no inline script or style, in nobody's frame.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string NotBuilt =
        "The registry runs, but its dashboard was not built: that needs Node.js 18 or later with npm. Install both and start again by ./run.sh.\n" +
        "The HTTP API is at /api/v1, described at /openapi/v1.json.\n";

    private static readonly string[] Rooms = ["/", "/models/{**rest}", "/experiments/{**rest}", "/monitoring/{**rest}", "/deployment/{**rest}"];

    /// <summary>Needs no token: the pages hold nothing, and what they show they ask of the API.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Prepare });
        foreach (var room in Rooms)
            app.MapMethods(room, [HttpMethods.Get, HttpMethods.Head], SendPageAsync).ExcludeFromDescription();
    }

    private static async Task SendPageAsync(HttpContext http)
    {
        Protect(http.Response.Headers);
        http.Response.Headers.CacheControl = "no-cache";
        var page = http.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo(Page);
        http.Response.StatusCode = page.Exists ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        http.Response.ContentType = page.Exists ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        await (page.Exists ? http.Response.SendFileAsync(page, http.RequestAborted) : http.Response.WriteAsync(NotBuilt, http.RequestAborted));
    }

    private static void Prepare(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        Protect(headers);
        // The name of an asset holds the hash of its content; other files keep their name when they change.
        headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
