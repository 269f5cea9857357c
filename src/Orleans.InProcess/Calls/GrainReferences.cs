using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Makes references of the generated classes.</summary>
internal sealed class GrainReferences(GrainCatalog catalog)
{
    private static readonly ConcurrentDictionary<Type, Func<GrainCatalog, GrainId, GrainReference>> Factories = new();

    public GrainReference Create(GrainId grainId) => new(catalog, grainId);

    public GrainReference Create(GrainId grainId, Type interfaceType) => FactoryFor(interfaceType)(catalog, grainId);

    public TInterface Create<TInterface>(GrainId grainId) => (TInterface)(object)FactoryOf<TInterface>.Get()(catalog, grainId);

    private static Func<GrainCatalog, GrainId, GrainReference> FactoryFor(Type interfaceType) => Factories.GetOrAdd(interfaceType, ReferenceEmitter.Emit);

    private static class FactoryOf<TInterface>
    {
        private static Func<GrainCatalog, GrainId, GrainReference>? _make;

        // Not in a static constructor, so that an interface which cannot be called fails each time with the reason.
        public static Func<GrainCatalog, GrainId, GrainReference> Get() => _make ??= FactoryFor(typeof(TInterface));
    }
}
