using Microsoft.AspNetCore.Authentication;

namespace ModelRegistry.Http.Security;

/// <summary>Nothing to configure.</summary>
public sealed class TokenAuthenticationOptions : AuthenticationSchemeOptions;
