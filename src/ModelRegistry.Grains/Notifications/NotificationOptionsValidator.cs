using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Grains.Notifications;

/// <summary>Says what is wrong with the settings, and never what the secrets are.</summary>
internal sealed partial class NotificationOptionsValidator : IValidateOptions<NotificationOptions>
{
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        List<string> wrong =
        [
            .. options.Webhooks.SelectMany(Check),
            .. options.Webhooks.GroupBy(webhook => webhook.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"webhook '{same.Key}' is there {same.Count()} times; names are given once"),
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
        if (!Name().IsMatch(webhook.Name))
            yield return $"webhook '{webhook.Name}' has a name that is not 1 to 64 letters, digits, - or _";
        if (webhook.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" })
            yield return $"the Url of webhook '{webhook.Name}' is not http://HOST/… or https://HOST/… without user and password";
        if (webhook.Secret is null == webhook.SecretFile is null)
            yield return $"webhook '{webhook.Name}' needs either Secret or SecretFile";
        if (webhook.SecretFile is { } file && !File.Exists(file))
            yield return $"the SecretFile of webhook '{webhook.Name}', {file}, is not there";
        if (webhook.Secret is { Length: < ShortestSecret })
            yield return $"the Secret of webhook '{webhook.Name}' has {webhook.Secret.Length} characters; at least {ShortestSecret} are needed";
        foreach (var type in webhook.Events.Where(type => !NotificationRoutes.Types.Contains(type)))
            yield return $"webhook '{webhook.Name}' wants to hear of '{type}'; {string.Join(", ", NotificationRoutes.Types.Order(StringComparer.Ordinal))} are known";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
