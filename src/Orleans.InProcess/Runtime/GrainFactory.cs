using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>References for grains and for those outside.</summary>
internal sealed class GrainFactory(GrainCatalog catalog) : IClusterClient
{
    public IServiceProvider ServiceProvider => catalog.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
        => catalog.References.Create<TGrainInterface>(Id(typeof(TGrainInterface), primaryKey, grainClassNamePrefix));

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey)
    {
        ArgumentNullException.ThrowIfNull(grainInterfaceType);
        return (IGrain)catalog.References.Create(Id(grainInterfaceType, grainPrimaryKey, null), grainInterfaceType);
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable
        => catalog.References.Create<TGrainInterface>(grainId);

    private GrainId Id(Type grainInterface, string key, string? prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return GrainId.Create(catalog.Classes.Implementing(grainInterface, prefix), IdSpan.Create(key));
    }
}
