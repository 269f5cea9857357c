using System.Globalization;

namespace Orleans.InProcess;

/// <summary>Which process on which machine, since when.</summary>
internal sealed record HostIdentity(string Machine, int ProcessId, DateTimeOffset StartedAt)
{
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"process {ProcessId} on {Machine}, started {StartedAt.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z");
}
