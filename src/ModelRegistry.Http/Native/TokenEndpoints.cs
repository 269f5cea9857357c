using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Tokens;

namespace ModelRegistry.Http.Native;

/// <summary>Access tokens: made by an admin, shown once.</summary>
internal static class TokenEndpoints
{
    private const int LongestPrincipal = 128;
    private const int MostDays = 3650;

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tokens", CreateAsync).Needs(Role.Admin).WithSummary("Make a token; it is shown now and never again");
        routes.MapGet("/tokens", ListAsync).Needs(Role.Admin).WithSummary("The tokens, without their secrets");
        routes.MapDelete("/tokens/{id:guid}", RevokeAsync).Needs(Role.Admin).WithSummary("Revoke a token");
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ITokenStore tokens)
    {
        if (Refusal(http) is { } refusal)
            return refusal;
        var (context, body) = await Command.ReadAsync<TokenBody>(http);
        if (body.Principal.Length is 0 or > LongestPrincipal || body.Principal.Any(char.IsControl))
            throw new BadRequestException($"principal has {body.Principal.Length} characters; 1 to {LongestPrincipal} without control characters are taken");
        if (body.Scope.Length > LongestPrincipal || body.Scope.Any(char.IsControl))
            throw new BadRequestException($"scope has {body.Scope.Length} characters; at most {LongestPrincipal} without control characters are taken");
        var made = await tokens.CreateAsync(
            new()
            {
                Principal = body.Principal,
                Role = body.Role,
                ScopePrefix = body.Scope.Length == 0 ? null : body.Scope,
                ExpiresAt = Expiry(body, context.At),
            },
            http.RequestAborted);
        return Respond.Json(new { made.Token, made.Access }, StatusCodes.Status201Created);
    }

    private static DateTimeOffset? Expiry(TokenBody body, DateTimeOffset now)
    {
        if (body.ExpiresInDays is <= 0 or > MostDays)
            throw new BadRequestException($"expiresInDays is {body.ExpiresInDays}; 1 to {MostDays} are taken, or nothing for never");
        if (body.ExpiresInDays is not null && body.ExpiresAt is not null)
            throw new BadRequestException("expiresInDays and expiresAt are both given; one of them is taken, or nothing for never");
        if (body.ExpiresAt is { } at && (at <= now || at > now.AddDays(MostDays)))
            throw new BadRequestException($"expiresAt is {at:O}, and it is {now:O}; a time after that and at most {MostDays} days ahead is taken, or nothing for never");
        return body.ExpiresInDays is { } days ? now.AddDays(days) : body.ExpiresAt;
    }

    private static async Task<IResult> ListAsync(HttpContext http, ITokenStore tokens) =>
        Refusal(http) ?? Respond.Json(new { tokens = await tokens.ListAsync(http.RequestAborted) });

    private static async Task<IResult> RevokeAsync(HttpContext http, ITokenStore tokens, Guid id) =>
        Refusal(http) ?? (await tokens.RevokeAsync(id, http.RequestAborted)
            ? Results.NoContent()
            : Problem.Of(404, "token_not_found", $"there is no token {id}"));

    /// <summary>A token with a scope could make itself one without.</summary>
    private static IResult? Refusal(HttpContext http) => OutOfScope.Of(Caller.Of(http), "an admin without a scope has to make it");
}
