using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Export and import, section <c>Transfer</c>.</summary>
public sealed class TransferOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Transfer";

    /// <summary>Where an import is kept until it is verified, and the events of an export until they are sent. Nothing stays there.</summary>
    /// <value><c>transfer</c> in the data folder.</value>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The longest file that is imported, in bytes.</summary>
    /// <value>64 GiB.</value>
    [Range(1L << 20, 1L << 50)]
    public long MaxBytes { get; set; } = 64L << 30;
}
