using System.Net.NetworkInformation;

namespace ModelRegistry.Tests.Shared;

/// <summary>Ports to listen on, each given out once. They lie below those that systems give to outgoing connections; test processes begin at places of their own.</summary>
internal static class FreePorts
{
    private const int First = 12_000, Places = 400, PerPlace = 40;

    private static int _last = First + (Environment.ProcessId % Places * PerPlace);

    public static int Next()
    {
        int port;
        do
            port = Interlocked.Increment(ref _last);
        while (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(taken => taken.Port == port));
        return port;
    }
}
