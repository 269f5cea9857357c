using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Where artifacts are kept, how many and how long, section <c>Artifacts</c>.</summary>
public sealed class ArtifactOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Artifacts";

    /// <summary>What the bytes are kept in. Hosts of a cluster do not see each other's files.</summary>
    /// <value><see cref="ArtifactPlace.Files"/>; in a cluster <see cref="ArtifactPlace.Database"/>.</value>
    public ArtifactPlace Store { get; set; }

    /// <summary>The longest artifact taken, in bytes.</summary>
    /// <value>8 GiB.</value>
    [Range(typeof(long), "1", "17592186044416")]
    public long MaxBytes { get; set; } = 8L << 30;

    /// <summary>The most that all artifacts together may have, in bytes; 0: no limit but the disk's.</summary>
    /// <value>0.</value>
    [Range(typeof(long), "0", "9223372036854775807")]
    public long QuotaBytes { get; set; }

    /// <summary>How long an artifact that nothing refers to is kept after it was last put.</summary>
    /// <value>7 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often such artifacts are collected, by one host of all.</summary>
    /// <value>6 hours.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan CollectEvery { get; set; } = TimeSpan.FromHours(6);
}
