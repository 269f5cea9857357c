using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts;

namespace ModelRegistry.Http.Security;

/// <summary>Who sends a request.</summary>
/// <param name="Principal">As it stands in the audit log.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Scope">Prefix of the model names they may touch; empty for all.</param>
internal sealed record Caller(string Principal, Role Role, string Scope)
{
    private const string ScopeClaim = "modelreg:scope";

    /// <summary>The authenticated caller of a request.</summary>
    public static Caller Of(HttpContext http) => new(
        http.User.FindFirstValue(ClaimTypes.Name) ?? throw new InvalidOperationException("the request is not authenticated"),
        Enum.Parse<Role>(http.User.FindFirstValue(ClaimTypes.Role)!),
        http.User.FindFirstValue(ScopeClaim) ?? "");

    /// <summary>True when the model's name is in the caller's scope. Callers with a scope name models by name, not by id, of which it says nothing.</summary>
    public bool MayTouch(string model) =>
        Scope.Length == 0 || (model.StartsWith(Scope, StringComparison.Ordinal) && !model.StartsWith("id:", StringComparison.Ordinal));

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, Principal), new(ClaimTypes.Role, Role.ToString()), new(ScopeClaim, Scope)], scheme));
}
