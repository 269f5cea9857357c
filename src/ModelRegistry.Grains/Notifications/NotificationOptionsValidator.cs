using System.Net;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Grains.Notifications;

/// <summary>Says what is wrong with the settings, and never what the secrets are.</summary>
internal sealed class NotificationOptionsValidator : IValidateOptions<NotificationOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        List<string> wrong =
        [
            .. options.Webhooks.SelectMany(Check),
            .. WebhookRules.Twice(options.Webhooks),
            .. options.AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out _)).Select(network => $"AllowedNetworks has '{network}', which is no network; 10.1.0.0/16 is one"),
        ];
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(2))
            wrong.Add($"Timeout is {options.Timeout}; 1 s to 2 min are taken");
        if (options.Period < TimeSpan.FromMilliseconds(100) || options.Period > TimeSpan.FromMinutes(1))
            wrong.Add($"Period is {options.Period}; 100 ms to 1 min are taken");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(text => $"{NotificationOptions.Section}: {text}"));
    }

    private static IEnumerable<string> Check(WebhookOptions webhook)
    {
        foreach (var wrong in WebhookRules.Check(webhook))
            yield return wrong;
        foreach (var type in webhook.Events.Where(type => !NotificationRoutes.Types.Contains(type)))
            yield return $"webhook '{webhook.Name}' wants to hear of '{type}'; {string.Join(", ", NotificationRoutes.Types.Order(StringComparer.Ordinal))} are known";
    }
}
