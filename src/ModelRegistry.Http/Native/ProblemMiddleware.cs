using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Mlflow;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Transfer;
using Orleans.Runtime;

namespace ModelRegistry.Http.Native;

/// <summary>Turns what escapes an endpoint into a problem that tells the caller what to do, and nothing that is not theirs to know.</summary>
internal static partial class ProblemMiddleware
{
    public static void UseProblems(this IApplicationBuilder app) => app.Use(InvokeAsync);

    private static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            Check(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            Check(context.Request.Query);
            await next(context);
            if (!context.Response.HasStarted && Wordless(context) is { } problem)
                await problem.ExecuteAsync(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await (MlflowRoutes.Has(context.Request.Path) ? ForMlflow(context, exception) : Translate(context, exception)).ExecuteAsync(context);
        }
    }

    /// <summary>The server resolves '..' before anybody sees the path: it would lead to another call, or to another file.</summary>
    private static void Check(string target)
    {
        if (!target.Contains("..", StringComparison.Ordinal) && !target.Contains("%2", StringComparison.Ordinal))
            return;
        if (target.Split('?')[0].Split('/').Any(part => Uri.UnescapeDataString(part) == ".."))
            throw new BadRequestException("Invalid path: the path of the request has '..' in it; leave it out");
    }

    /// <summary>No text here or in the database holds NUL.</summary>
    private static void Check(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (values.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true))
                throw new BadRequestException($"{name} has a NUL character; remove it");
        }
    }

    /// <summary>What the router refuses has a status but no words.</summary>
    private static IResult? Wordless(HttpContext context) => (context.Response.StatusCode, context.Response.ContentLength, context.Response.ContentType) switch
    {
        (404, null, null) => Problem.Of(404, "not_found", $"there is no call {context.Request.Path}; /openapi/v1.json lists the calls"),
        (405, null, null) => Problem.Of(405, "method_not_allowed", $"{context.Request.Method} does not go with {context.Request.Path}; {context.Response.Headers.Allow} does"),
        _ => null,
    };

    private static MlflowError ForMlflow(HttpContext context, Exception exception)
    {
        if (MlflowError.Of(exception) is { } known)
            return known;
        Log(context).LogUnexpected(exception, context.Request.Method, context.Request.Path);
        return FullDisk.Is(exception) ? MlflowError.Full(FullDisk.Message) : MlflowError.Internal(context.TraceIdentifier);
    }

    private static IResult Translate(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case RefusedException refused:
                return Problem.From(refused.Refusal);
            case BadRequestException bad:
                return Problem.Of(400, bad.Code, bad.Message);
            case NotFoundException missing:
                return Problem.Of(404, missing.Code, missing.Message);
            case TrackingException { Fault: TrackingFault.NotFound } missing:
                return Problem.Of(404, "not_found", missing.Message);
            case TrackingException refused:
                return Problem.Of(400, "malformed", refused.Message);
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, bad.StatusCode == 413 ? "too_large" : "malformed", Wording.OfBinding(bad.Message));
            case ArtifactTooLargeException large:
                return Problem.Of(413, "too_large", large.Message);
            case ArtifactQuotaException full:
                return Problem.Of(507, "quota_exceeded", full.Message);
            case InvalidTreeException tree:
                return Problem.Of(400, "invalid_tree", tree.Message);
            case CorruptArtifactException corrupt:
                Log(context).LogUnexpected(corrupt, context.Request.Method, context.Request.Path);
                return Problem.Of(500, "artifact_corrupt", $"{corrupt.Message}; put the same content again, which replaces it");
            case ImportRefusedException refused:
                return Problem.Of(400, "import_refused", $"{refused.Message}. Nothing was imported");
            case ExportRefusedException refused:
                return Problem.Of(409, "export_refused", refused.Message);
            case InvalidLogRowException row:
                return Problem.Of(400, "invalid_row", row.Message);
            case CheckpointKeyException key:
                Log(context).LogUnexpected(key, context.Request.Method, context.Request.Path);
                return Problem.Of(503, "audit_key", "this host cannot use the key of its audit checkpoints; its log says why");
            case IOException full when FullDisk.Is(full):
                Log(context).LogUnexpected(full, context.Request.Method, context.Request.Path);
                return Problem.Of(507, "disk_full", FullDisk.Message);
            case StoreUnavailableException unavailable:
                return Problem.Of(503, "store_unavailable", unavailable.Message);
            case TimeoutException or SiloUnavailableException or OrleansMessageRejectionException:
                return Problem.Of(503, "timed_out", "the registry did not answer in time; whether the command was carried out is not known: repeat it with the same Idempotency-Key");
            default:
                Log(context).LogUnexpected(exception, context.Request.Method, context.Request.Path);
                return Problem.Of(500, "internal", $"something went wrong on our side; the log has it under {context.TraceIdentifier}");
        }
    }

    private static ILogger Log(HttpContext context) =>
        ((ILoggerFactory)context.RequestServices.GetService(typeof(ILoggerFactory))!).CreateLogger("ModelRegistry.Http");

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogUnexpected(this ILogger log, Exception exception, string method, string path);
}
