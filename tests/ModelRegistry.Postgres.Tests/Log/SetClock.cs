namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>A clock that stands where it is put; timers are the system's.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
