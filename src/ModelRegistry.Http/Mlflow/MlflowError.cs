using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Http.Mlflow;

/// <summary>An error as MLflow's clients read it: <c>{"error_code", "message"}</c>. They try again on 500 and 503, so a refusal is never one of these.</summary>
internal sealed class MlflowError(int status, string code, string message) : IResult
{
    public const string Invalid = "INVALID_PARAMETER_VALUE";

    /// <summary>The answer to an exception; null when it is none that a caller can do something about.</summary>
    public static MlflowError? Of(Exception exception) => exception switch
    {
        TrackingException refusal => Of(refusal),
        FilterException wrong => new(400, Invalid, $"The filter or order_by cannot be read: {wrong.Message}"),
        PageTokenException wrong => new(400, Invalid, $"Invalid page token: {wrong.Message}"),
        BadRequestException bad => new(400, Invalid, bad.Message),
        BadHttpRequestException bad => new(400, "BAD_REQUEST", bad.Message),
        StoreUnavailableException away => new(503, "TEMPORARILY_UNAVAILABLE", away.Message),
        _ => null,
    };

    public static MlflowError Internal(string trace) => new(500, "INTERNAL_ERROR", $"something went wrong on our side; the log has it under {trace}");

    public static MlflowError Unauthenticated(string message) => new(401, "UNAUTHENTICATED", message);

    public static MlflowError Forbidden(string message) => new(403, "PERMISSION_DENIED", message);

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
        TrackingFault.NotFound => new(404, "RESOURCE_DOES_NOT_EXIST", refusal.Message),
        TrackingFault.AlreadyExists => new(400, "RESOURCE_ALREADY_EXISTS", refusal.Message),
        TrackingFault.WrongState => new(400, "INVALID_STATE", refusal.Message),
        _ => new(400, Invalid, refusal.Message),
    };

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("error_code"u8, code);
        writer.WriteString("message"u8, message);
    }
}
