using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Core;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Http.Native;

/// <summary>Signed checkpoints of the log: making one to keep elsewhere, and holding the log against it later.</summary>
internal static class AuditCheckpointEndpoints
{
    // Some 200 bytes a stream: more than a million of them.
    private const long MostBytes = 256 << 20;

    public static void MapAuditCheckpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit/key", Key).Needs(Role.Viewer).WithSummary("The public key of the checkpoints, in PEM form: with it they can be verified without asking the registry");
        routes.MapPost("/audit/checkpoints", MakeAsync).Needs(Role.Approver).WithSummary("Make a signed checkpoint: the heads of all streams under one root");
        routes.MapPost("/audit/checkpoints/verify", VerifyAsync).Needs(Role.Approver)
            .WithSummary("Verify the chain of hashes and hold it against a checkpoint: lines of progress, then a report with what was cut or rewritten since");
    }

    private static IResult Key(Checkpoints checkpoints)
    {
        var key = checkpoints.PublicKey;
        return Respond.Json(new { publicKey = key.Pem, key.Sha256 });
    }

    private static async Task<IResult> MakeAsync(HttpContext http, Checkpoints checkpoints) =>
        OutOfScope.Of(Caller.Of(http), "an auditor without a scope has to make it") ?? Respond.Json(await checkpoints.MakeAsync(http.RequestAborted));

    private static async Task<IResult> VerifyAsync(HttpContext http, Checkpoints checkpoints, HashChain chain)
    {
        if (OutOfScope.Of(Caller.Of(http), "an auditor without a scope has to make it") is { } refused)
            return refused;
        var checkpoint = await ReadAsync(http);
        try
        {
            var moved = await checkpoints.CompareAsync(checkpoint, http.RequestAborted);
            return new LinesResult(async (write, cancellation) =>
                await write(new { report = (await chain.VerifyAsync(null, progress => write(new { progress }), cancellation)).And(moved) }));
        }
        catch (InvalidCheckpointException invalid)
        {
            throw new BadRequestException(invalid.Message, "checkpoint_invalid");
        }
    }

    private static async Task<AuditCheckpoint> ReadAsync(HttpContext http)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MostBytes;
        try
        {
            return await JsonSerializer.DeserializeAsync<AuditCheckpoint>(http.Request.Body, RegistryJson.Options, http.RequestAborted)
                ?? throw new BadRequestException("the body is null; a checkpoint is needed");
        }
        catch (JsonException exception)
        {
            throw new BadRequestException($"the body is no checkpoint: {Wording.Of(exception)}");
        }
    }
}
