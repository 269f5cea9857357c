using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Core;
using ModelRegistry.Http.Mlflow;
using ModelRegistry.Http.Native;

namespace ModelRegistry.Http.Security;

/// <summary><c>Authorization: Bearer TOKEN</c>.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<TokenAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder, KnownTokens tokens)
    : AuthenticationHandler<TokenAuthenticationOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var access = await tokens.FindAsync(header[Prefix.Length..].Trim(), Context.RequestAborted);
        if (access is null)
            return AuthenticateResult.Fail("the token is not known, expired or revoked");
        var caller = new Caller(access.Principal, access.Role, access.ScopePrefix ?? "");
        return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return WriteAsync(StatusCodes.Status401Unauthorized, "unauthenticated", "a good token is needed: Authorization: Bearer TOKEN");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        WriteAsync(StatusCodes.Status403Forbidden, "forbidden", $"the role {Caller.Of(Context).Role} of '{Caller.Of(Context).Principal}' does not allow this call");

    private Task WriteAsync(int status, string code, string detail)
    {
        if (MlflowRoutes.Has(Request.Path))
            return (status == StatusCodes.Status401Unauthorized ? MlflowError.Unauthenticated(detail) : MlflowError.Forbidden(detail)).ExecuteAsync(Context);
        Response.StatusCode = status;
        return Response.WriteAsJsonAsync(Problem.Details(status, code, detail), RegistryJson.Options, "application/problem+json", Context.RequestAborted);
    }
}
