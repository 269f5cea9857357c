using Microsoft.Extensions.Options;
using ModelRegistry.Grains.Notifications;

namespace ModelRegistry.Grains.Registry;

/// <summary>Says what is wrong with the settings of the gates.</summary>
internal sealed class GateOptionsValidator : IValidateOptions<GateOptions>
{
    public ValidateOptionsResult Validate(string? name, GateOptions options)
    {
        List<string> wrong = [.. options.Webhooks.SelectMany(Check), .. WebhookRules.Twice(options.Webhooks)];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(text => $"{GateOptions.Section}: {text}"));
    }

    private static IEnumerable<string> Check(GateWebhookOptions webhook)
    {
        foreach (var wrong in WebhookRules.Check(webhook))
            yield return wrong;
        if (webhook.Timeout < TimeSpan.FromMilliseconds(100) || webhook.Timeout > TimeSpan.FromMinutes(1))
            yield return $"the Timeout of webhook '{webhook.Name}' is {webhook.Timeout}; 100 ms to 1 min are taken";
        if (!Enum.IsDefined(webhook.WhenSilent))
            yield return $"WhenSilent of webhook '{webhook.Name}' is {webhook.WhenSilent}; {string.Join(" or ", Enum.GetNames<SilentWebhook>())} is wanted";
        if (webhook.Events.Count > 0)
            yield return $"webhook '{webhook.Name}' has Events; a gate is asked about promotions only";
    }
}
