namespace ModelRegistry.Grains.Notifications;

/// <summary>Settings of the notifications, section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Notifications";

    /// <summary>Who hears of what.</summary>
    /// <value>Nobody.</value>
    public IList<WebhookOptions> Webhooks { get; } = [];

    /// <summary>Networks that are not of the public internet and that webhooks may go to all the same, such as <c>10.1.0.0/16</c> or <c>127.0.0.1/32</c>.</summary>
    /// <value>None.</value>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>How long a receiver may take for one message.</summary>
    /// <value>10 s; 1 s to 2 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often is looked for messages to send.</summary>
    /// <value>1 s; 100 ms to 1 min.</value>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(1);
}
