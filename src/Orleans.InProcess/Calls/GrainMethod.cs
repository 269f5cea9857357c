using System.Reflection;

namespace Orleans.InProcess;

/// <summary>What is known of a method of a grain interface before it is called.</summary>
internal sealed class GrainMethod
{
    /// <summary>The interface method; null for timers and stream deliveries, which are calls too.</summary>
    public MethodInfo? Method { get; init; }

    public required string Name { get; init; }

    public required Type Interface { get; init; }

    public bool AlwaysInterleave { get; init; }

    public bool OneWay { get; init; }

    /// <summary>How long callers wait; null: the host's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The fields of the call's class that hold the arguments, the cancellation token left out.</summary>
    public FieldInfo[] Arguments { get; set; } = [];

    /// <summary>The call belongs to one activation and is dropped with it (a timer's), instead of moving to the next.</summary>
    public bool OfOneActivation { get; init; }

    public override string ToString() => $"{Interface.Name}.{Name}";
}
