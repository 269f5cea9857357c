using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Grains.Registry;

/// <summary>Settings of the registry grains, section <c>Registry</c>.</summary>
public sealed class RegistryOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Registry";

    /// <summary>The file with the promotion policy; relative paths begin at the folder of the program.</summary>
    /// <value><c>silo-config/promotion-policy.yaml</c></value>
    [Required]
    public string PromotionPolicyPath { get; set; } = "silo-config/promotion-policy.yaml";
}
