using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Makes references of the generated classes.</summary>
internal sealed class GrainReferences(GrainCatalog catalog)
{
    private static readonly ConcurrentDictionary<Type, Func<GrainCatalog, GrainId, GrainReference>> Factories = new();

    public GrainReference Create(GrainId grainId) => new UntypedReference(catalog, grainId);

    public GrainReference Create(GrainId grainId, Type interfaceType) => FactoryFor(interfaceType)(catalog, grainId);

    public TInterface Create<TInterface>(GrainId grainId) => (TInterface)(object)FactoryOf<TInterface>.Make(catalog, grainId);

    private static Func<GrainCatalog, GrainId, GrainReference> FactoryFor(Type interfaceType) => Factories.GetOrAdd(interfaceType, ReferenceEmitter.Emit);

    private static class FactoryOf<TInterface>
    {
        public static readonly Func<GrainCatalog, GrainId, GrainReference> Make = FactoryFor(typeof(TInterface));
    }
}
