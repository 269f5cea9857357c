namespace ModelRegistry.Grains.Registry;

/// <summary>Settings of the promotion gates, section <c>Gates</c>.</summary>
public sealed class GateOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Gates";

    /// <summary>Whom policies may have asked. Networks that are not public are opened by <c>Notifications:AllowedNetworks</c>.</summary>
    /// <value>Nobody.</value>
    public IList<GateWebhookOptions> Webhooks { get; } = [];
}
