using System.Text.RegularExpressions;

namespace ModelRegistry.Grains.Notifications;

/// <summary>What the settings of a webhook must be; never says what the secret is.</summary>
internal static partial class WebhookRules
{
    private const int ShortestSecret = 16;

    public static IEnumerable<string> Check(WebhookOptions webhook)
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
    }

    public static IEnumerable<string> Twice(IEnumerable<WebhookOptions> webhooks) => webhooks
        .GroupBy(webhook => webhook.Name, StringComparer.Ordinal).Where(same => same.Count() > 1)
        .Select(same => $"webhook '{same.Key}' is there {same.Count()} times; names are given once");

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
