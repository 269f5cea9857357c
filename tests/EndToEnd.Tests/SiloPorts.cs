using System.Collections.Concurrent;
using System.Globalization;
using ModelRegistry.Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>
/// Where a host meets the other members of its cluster, as environment variables; a host without a cluster takes no notice. A host that starts again
/// on its data folder has the same ports, by which the cluster knows that the one before is gone.
/// </summary>
internal static class SiloPorts
{
    private static readonly ConcurrentDictionary<string, (string, string)[]> Given = new(StringComparer.Ordinal);

    public static (string Name, string Value)[] Of(string dataDirectory)
        => Given.GetOrAdd(dataDirectory, _ => [("Orleans__SiloPort", Next()), ("Orleans__GatewayPort", Next())]);

    private static string Next() => FreePorts.Next().ToString(CultureInfo.InvariantCulture);
}
