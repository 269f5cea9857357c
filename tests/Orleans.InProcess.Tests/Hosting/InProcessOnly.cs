using Orleans.Hosting;

namespace GrainRuntime.Tests.Hosting;

/// <summary>What a test host needs on this runtime and not on the other: nothing.</summary>
internal static class RuntimeSpecific
{
    public static void Configure(ISiloBuilder silo) => ArgumentNullException.ThrowIfNull(silo);
}
