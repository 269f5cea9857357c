using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Silo.Settings;

/// <summary>How a host takes part in a cluster, section <c>Orleans</c>; a host without a cluster takes no notice.</summary>
internal sealed class ClusterSettings
{
    public const string Section = "Orleans";

    public string ClusterId { get; set; } = "model-registry";

    public string ServiceId { get; set; } = "model-registry";

    /// <summary>An IP address; without one the host is met on loopback only.</summary>
    public string? AdvertisedAddress { get; set; }

    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    [Range(1, 65_535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>The folder with the scripts of the AdoNet providers.</summary>
    public string? SqlScripts { get; set; }
}
