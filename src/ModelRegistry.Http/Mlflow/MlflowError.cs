using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Search;
using Orleans.Runtime;

namespace ModelRegistry.Http.Mlflow;

/// <summary>An error as MLflow's clients read it: <c>{"error_code", "message"}</c>. They try again on 500 and 503, so a refusal is never one of these.</summary>
internal sealed class MlflowError(int status, string code, string message) : IResult
{
    public const string Invalid = "INVALID_PARAMETER_VALUE";

    private const string Unknown = "RESOURCE_DOES_NOT_EXIST";
    private const string Taken = "RESOURCE_ALREADY_EXISTS";
    private const string Conflict = "RESOURCE_CONFLICT";
    private const string Denied = "PERMISSION_DENIED";
    private const string Unavailable = "TEMPORARILY_UNAVAILABLE";

    /// <summary>The answer to an exception; null when it is none that a caller can do something about.</summary>
    public static MlflowError? Of(Exception exception) => exception switch
    {
        TrackingException refusal => Of(refusal),
        FilterException wrong => new(400, Invalid, $"The filter or order_by cannot be read: {wrong.Message}"),
        PageTokenException wrong => new(400, Invalid, $"Invalid page token: {wrong.Message}"),
        BadRequestException bad => new(400, Invalid, bad.Message),
        BadHttpRequestException bad => new(400, "BAD_REQUEST", bad.Message),
        RefusedException refused => Of(refused.Refusal),
        NotFoundException missing => new(404, Unknown, missing.Message),
        ArtifactQuotaException full => new(400, "BAD_REQUEST", full.Message),
        ArtifactTooLargeException large => new(400, Invalid, large.Message),
        InvalidTreeException tree => new(400, Invalid, $"The files make no version: {tree.Message}"),
        TimeoutException or SiloUnavailableException or OrleansMessageRejectionException =>
            new(503, Unavailable, "the registry did not answer in time; whether the call was carried out is not known"),
        StoreUnavailableException away => new(503, Unavailable, away.Message),
        _ => null,
    };

    public static MlflowError Internal(string trace) => new(500, "INTERNAL_ERROR", $"something went wrong on our side; the log has it under {trace}");

    /// <summary>A status that clients do not repeat: to send it all again would fill nothing but the line.</summary>
    public static MlflowError Full(string message) => new(507, "RESOURCE_EXHAUSTED", message);

    public static MlflowError Unauthenticated(string message) => new(401, "UNAUTHENTICATED", message);

    public static MlflowError Forbidden(string message) => new(403, Denied, message);

    public static MlflowError NoEndpoint(HttpRequest request) => new(404, "ENDPOINT_NOT_FOUND", $"{request.Method} {request.Path} is no call that this server has");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "1";
        await MlflowAnswer.WriteAsync(httpContext, Write);
    }

    private static MlflowError Of(TrackingException refusal) => refusal.Fault switch
    {
        TrackingFault.NotFound => new(404, Unknown, refusal.Message),
        TrackingFault.AlreadyExists => new(400, Taken, refusal.Message),
        TrackingFault.WrongState => new(400, "INVALID_STATE", refusal.Message),
        _ => new(400, Invalid, refusal.Message),
    };

    private static MlflowError Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Invalid => new(400, Invalid, refusal.Detail),
        RefusalKind.Forbidden => Forbidden(refusal.Detail),
        RefusalKind.NotFound => new(404, Unknown, refusal.Detail),
        RefusalKind.Unavailable => new(503, Unavailable, refusal.Detail),
        _ when refusal.Code == "model_exists" => new(400, Taken, refusal.Detail),
        _ => new(409, Conflict, refusal.Detail),
    };

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("error_code"u8, code);
        writer.WriteString("message"u8, message);
    }
}
