using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Storage;

namespace GrainRuntime.Tests.Hosting;

/// <summary>What a test host needs on this runtime and not on the other: states in Orleans's own format, since its JSON cannot read immutable dictionaries.</summary>
internal static class RuntimeSpecific
{
    public static void Configure(ISiloBuilder silo) => silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
}
