using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Grains.Notifications;

/// <summary>Puts notifications by webhook into a host that has the event store.</summary>
public static class NotificationServices
{
    /// <summary>Webhooks as the section <see cref="NotificationOptions.Section"/> names them; a mistake in it stops the host at start.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection(NotificationOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidator>();
        services.Replace(ServiceDescriptor.Singleton(provider => new NotificationRoutes(
            provider.GetRequiredService<IOptions<NotificationOptions>>().Value.Webhooks.Select(webhook => (webhook.Name, (IReadOnlyCollection<string>)[.. webhook.Events])))));
        services.AddHostedService<NotificationDispatcher>();
        return services;
    }
}
