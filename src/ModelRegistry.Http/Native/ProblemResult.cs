using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ModelRegistry.Core;

namespace ModelRegistry.Http.Native;

/// <summary>Writes problem details; asks to try again in a second where that makes sense.</summary>
internal sealed class ProblemResult(ProblemDetails details, bool retry) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = details.Status ?? StatusCodes.Status500InternalServerError;
        if (retry)
            httpContext.Response.Headers.RetryAfter = "1";
        return httpContext.Response.WriteAsJsonAsync(details, RegistryJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}
