using Orleans.Runtime;

namespace Orleans;

/// <summary>Makes references to grains. Making one activates nothing: the first call does.</summary>
public interface IGrainFactory
{
    /// <param name="primaryKey">The key, not null; the empty string is not a key.</param>
    /// <param name="grainClassNamePrefix">Beginning of the class's full name, where several classes implement the interface.</param>
    /// <exception cref="ArgumentException">No grain class implements the interface, or several do.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>The same for an interface known at run time only.</summary>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>A reference to a grain whose id is known.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable;
}
