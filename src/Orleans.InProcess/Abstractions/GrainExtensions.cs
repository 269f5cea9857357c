using Orleans.Runtime;

namespace Orleans;

/// <summary>Keys and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to this grain by one of its interfaces: what a grain hands out instead of <c>this</c>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => (TGrainInterface)grain.AsReference(typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}"/>
    public static object AsReference(this IAddressable grain, Type interfaceType)
    {
        ArgumentNullException.ThrowIfNull(interfaceType);
        return Reference(grain).AsInterface(interfaceType);
    }

    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

    public static GrainId GetGrainId(this IAddressable grain) => grain is GrainReference reference ? reference.GrainId : Context(grain).GrainId;

    /// <summary>The key this grain was called by.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    private static GrainReference Reference(IAddressable grain) => grain as GrainReference ?? Context(grain).GrainReference;

    private static IGrainContext Context(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return (grain as IGrainBase)?.GrainContext
            ?? throw new ArgumentException($"{grain.GetType()} is neither a grain reference nor a grain that the runtime made.", nameof(grain));
    }
}
