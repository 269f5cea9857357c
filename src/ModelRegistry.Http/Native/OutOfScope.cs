using Microsoft.AspNetCore.Http;
using ModelRegistry.Http.Security;

namespace ModelRegistry.Http.Native;

/// <summary>Calls that concern the whole registry need a token that may touch all of it.</summary>
internal static class OutOfScope
{
    /// <summary>The refusal of a caller with a scope; null for others.</summary>
    public static IResult? Of(Caller caller, string instead) => caller.Scope.Length == 0
        ? null
        : Problem.Of(403, "out_of_scope", $"the token may only touch models whose name begins with '{caller.Scope}', and this call concerns all; {instead}");
}
