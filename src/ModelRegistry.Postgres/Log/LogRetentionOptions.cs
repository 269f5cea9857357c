using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Postgres.Log;

/// <summary>How long the logs are kept, section <c>LogRetention</c>.</summary>
public sealed class LogRetentionOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "LogRetention";

    /// <summary>
    /// Days (UTC, by arrival) that predictions, outcomes, actuals and rejected rows are kept. Older ones go as soon as every reader has passed them;
    /// a reader that begins again from nothing finds what is left.
    /// </summary>
    /// <value>90.</value>
    [Range(7, 36_500)]
    public int KeepDays { get; set; } = 90;

    /// <summary>How often a host looks for what may go.</summary>
    /// <value>1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);
}
