using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;

namespace ModelRegistry.Http.Security;

/// <summary>Who may call what.</summary>
public static class Access
{
    /// <summary>Bearer tokens on every call; one policy per role, which the higher roles satisfy too.</summary>
    public static IServiceCollection AddRegistryAccess(this IServiceCollection services)
    {
        services.AddAuthentication(TokenAuthentication.SchemeName)
            .AddScheme<TokenAuthenticationOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<Role>())
            authorization.AddPolicy(role.ToString(), policy => policy.RequireAuthenticatedUser().RequireRole(Enum.GetValues<Role>().Where(r => r >= role).Select(r => r.ToString()).ToArray()));
        return services;
    }

    internal static TBuilder Needs<TBuilder>(this TBuilder endpoint, Role role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(role.ToString());
}
