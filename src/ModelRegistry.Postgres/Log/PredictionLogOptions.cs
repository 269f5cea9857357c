using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Postgres.Log;

/// <summary>How this process writes the prediction log, section <c>PredictionLog</c>.</summary>
public sealed class PredictionLogOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "PredictionLog";

    /// <summary>Rows that make a flush start at once.</summary>
    /// <value>5,000.</value>
    [Range(1, 100_000)]
    public int BatchRows { get; set; } = 5_000;

    /// <summary>
    /// How long the first row of a batch waits for company while nobody waits for the commit; durable calls are flushed as soon as the writer is free.
    /// </summary>
    /// <value>5 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Rows held in memory, those being flushed included. No call may bring more.</summary>
    /// <value>50,000.</value>
    [Range(1, 10_000_000)]
    public int Capacity { get; set; } = 50_000;

    /// <summary>What happens to a caller when the buffer is full.</summary>
    /// <value><see cref="FullBufferPolicy.Reject"/>.</value>
    [EnumDataType(typeof(FullBufferPolicy))]
    public FullBufferPolicy WhenFull { get; set; } = FullBufferPolicy.Reject;

    /// <summary>The most features a row may have.</summary>
    /// <value>4,096.</value>
    [Range(0, 100_000)]
    public int MaxFeatures { get; set; } = 4_096;

    /// <summary>Partitions are made for yesterday, today and this many days ahead.</summary>
    /// <value>7.</value>
    [Range(1, 60)]
    public int PartitionDaysAhead { get; set; } = 7;

    /// <summary>How often an idle writer says that it is alive, and looks for dead ones.</summary>
    /// <value>15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A writer that holds no lock and has been silent for this long is closed by others. At least two heartbeats.</summary>
    /// <value>2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:02", "1.00:00:00")]
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether this process is the only host of the database, so that every other writer without a lock is dead, however short its silence.</summary>
    /// <value>False.</value>
    public bool SoleWriter { get; set; }

    /// <summary>The pause after the first failed attempt to reach the database; it doubles up to <see cref="MaxRetryDelay"/>.</summary>
    /// <value>50 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause between attempts.</summary>
    /// <value>2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(2);
}
