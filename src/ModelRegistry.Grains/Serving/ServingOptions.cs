using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Grains.Serving;

/// <summary>How this host serves predictions, section <c>Serving</c>.</summary>
public sealed class ServingOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Serving";

    /// <summary>How often the database is asked whether routing changed.</summary>
    /// <value>300 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.0200000", "00:01:00")]
    public TimeSpan RoutingPoll { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Instances in one request.</summary>
    /// <value>10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxInstances { get; set; } = 10_000;

    /// <summary>Loaded models kept in memory.</summary>
    /// <value>64.</value>
    [Range(1, 100_000)]
    public int MaxLoadedModels { get; set; } = 64;

    /// <summary>How long a caller who asked for it waits until the log has the predictions.</summary>
    /// <value>10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.0500000", "00:10:00")]
    public TimeSpan MaxDurableWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far an as-of time may lie after the arrival.</summary>
    /// <value>1 day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan MaxAsOfAhead { get; set; } = TimeSpan.FromDays(1);
}
