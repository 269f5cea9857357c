using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Postgres.Events;

/// <summary>Signed checkpoints of the event log, section <c>Audit</c>.</summary>
public sealed class CheckpointOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Audit";

    /// <summary>
    /// The file with the key that signs; made when it is not there, readable by its owner only. Hosts of one cluster need the same.
    /// </summary>
    /// <value><c>audit-key.pem</c> in the data folder.</value>
    [Required]
    public string KeyFile { get; set; } = "";

    /// <summary>How often a checkpoint is made, by one host of all.</summary>
    /// <value>1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);
}
