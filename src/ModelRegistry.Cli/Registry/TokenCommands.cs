using System.CommandLine;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Contracts;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg token</c>.</summary>
internal static class TokenCommands
{
    private static readonly Argument<string> Principal = new("PRINCIPAL") { Description = "Whom it belongs to: the name in approvals and in the history" };
    private static readonly Argument<Guid> Id = new("ID") { Description = "Id of the token, as token list shows it" };
    private static readonly Option<Role> AsRole = new("--role") { Description = "What it may do", Required = true };
    private static readonly Option<string> Scope = new("--scope") { Description = "Only models whose names begin with this", DefaultValueFactory = _ => "" };
    private static readonly Option<DateTimeOffset?> Expires = Times.ToCome("--expires", "Until when it is good, for ever otherwise");

    public static Command Create() => new("token", "Creates, lists and revokes access tokens; for admins")
    {
        new RegistryCommand("create", "Creates a token and prints it, now and never again", "modelreg token create ada --role Scientist --scope fraud --expires 90d") { Principal, AsRole, Scope, Expires }
            .Does<MadeToken>(CreateAsync, (screen, made) => screen.Line(made.Token)),
        new RegistryCommand("list", "Lists the tokens, without their secrets", "modelreg token list").Does<TokenList>(call => call.GetAsync("tokens"), Show),
        new RegistryCommand("revoke", "Revokes a token", "modelreg token revoke 0193a000-0000-7000-8000-000000000001") { Id }
            .Does<JsonObject>(call => call.SendAsync(HttpMethod.Delete, $"tokens/{call.Given.GetValue(Id)}", new { }), (screen, _) => screen.Line("revoked")),
    };

    private static Task<JsonNode> CreateAsync(RegistryCall call) => call.PostAsync("tokens", new
    {
        principal = call.Given.GetRequiredValue(Principal),
        role = call.Given.GetValue(AsRole),
        scope = call.Given.GetRequiredValue(Scope),
        expiresAt = call.Given.GetValue(Expires),
    });

    private static void Show(Screen screen, TokenList list) => screen.Table(
        ["id", "principal", "role", "scope", "created", "expires", "revoked"],
        list.Tokens.Select(token => new Cell[]
        {
            token.Id.ToString(), token.Principal, token.Role.ToString(), token.ScopePrefix, Screen.Time(token.CreatedAt), Time(token.ExpiresAt), Time(token.RevokedAt),
        }));

    private static string? Time(DateTimeOffset? at) => at is { } time ? Screen.Time(time) : null;
}
