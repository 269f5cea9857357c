using ModelRegistry.Grains.Notifications;

namespace ModelRegistry.Grains.Registry;

/// <summary>One webhook that promotions ask; the policy names it by <c>webhook_NAME: true</c>.</summary>
public sealed class GateWebhookOptions : WebhookOptions
{
    /// <summary>How long it may take to answer; a promotion waits for it.</summary>
    /// <value>5 s; 100 ms to 1 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What it counts as when there is no answer in time, or one that is not <c>{"passed": true or false}</c> with a 2xx.</summary>
    public SilentWebhook WhenSilent { get; set; } = SilentWebhook.Fails;
}
