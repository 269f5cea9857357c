namespace Orleans.Configuration;

/// <summary>How long idle activations live, and how long an activation may take to come and go.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often idle activations are looked for.</summary>
    /// <value>1 minute</value>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>An activation not called for this long is collected.</summary>
    /// <value>15 minutes</value>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Other ages, by the full name of the grain class.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The token of <c>OnActivateAsync</c> is cancelled after this time.</summary>
    /// <value>30 seconds</value>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The token of <c>OnDeactivateAsync</c> is cancelled after this time.</summary>
    /// <value>30 seconds</value>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
