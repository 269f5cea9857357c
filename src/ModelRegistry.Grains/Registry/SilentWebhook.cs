namespace ModelRegistry.Grains.Registry;

/// <summary>What a webhook that does not answer counts as.</summary>
public enum SilentWebhook
{
    /// <summary>The gate is not passed.</summary>
    Fails,

    /// <summary>The gate is passed, and the record says that there was no answer.</summary>
    Passes,
}
