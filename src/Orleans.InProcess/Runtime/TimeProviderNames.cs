namespace Orleans.Runtime;

/// <summary>Keys under which a part of the runtime finds a clock of its own; without one it takes the host's <see cref="TimeProvider"/>.</summary>
public static class TimeProviderNames
{
    /// <summary>Grain timers.</summary>
    public const string Grains = "Orleans.Grains";
}
