using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Orleans.Runtime;

/// <summary>When a grain timer calls back, and how its callback takes its turn.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>The time until the first callback; <see cref="Timeout.InfiniteTimeSpan"/>: never.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>The time from the end of a callback to the next; <see cref="Timeout.InfiniteTimeSpan"/>: only one callback.</summary>
    public required TimeSpan Period { get; init; }

    /// <value><c>false</c>: the callback waits its turn like a call.</value>
    public bool Interleave { get; init; }

    /// <value><c>false</c>: callbacks do not keep an idle grain from being collected.</value>
    public bool KeepAlive { get; init; }
}
