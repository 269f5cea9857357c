using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The grain classes of the application: all those of the assemblies that use this runtime.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];
    private readonly ConcurrentDictionary<Type, GrainType> _unique = new();

    public GrainClasses(IOptions<GrainCollectionOptions> collection)
        : this(GrainAssemblies.Find().SelectMany(assembly => assembly.GetTypes()), collection.Value)
    {
    }

    public GrainClasses(IEnumerable<Type> types, GrainCollectionOptions collection)
    {
        foreach (var type in types.Where(IsGrainClass))
        {
            var grainClass = new GrainClass(type);
            var age = collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var specific) ? specific
                : type.GetCustomAttribute<CollectionAgeLimitAttribute>() is { } limit ? limit.Amount
                : collection.CollectionAge;
            grainClass.AgeLimit = age == Timeout.InfiniteTimeSpan ? null : age;
            Add(grainClass);
        }
    }

    public IEnumerable<GrainClass> All => _byType.Values;

    /// <exception cref="ArgumentException">No class has this name.</exception>
    public GrainClass Of(GrainType type) => _byType.TryGetValue(type, out var grainClass)
        ? grainClass
        : throw new ArgumentException($"There is no grain class of type \"{type}\". Known are: {string.Join(", ", _byType.Keys.Order())}.", nameof(type));

    /// <exception cref="ArgumentException">No class implements the interface, or several do.</exception>
    public GrainType Implementing(Type grainInterface, string? classNamePrefix = null)
    {
        if (classNamePrefix is null)
        {
            return _unique.GetOrAdd(grainInterface, type => Only(type, Candidates(type)));
        }

        return Only(grainInterface, [.. Candidates(grainInterface).Where(c => c.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))]);
    }

    private static bool IsGrainClass(Type type) => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && typeof(IGrainBase).IsAssignableFrom(type) && type.GetInterfaces().Any(GrainClass.IsGrainInterface);

    private static GrainType Only(Type grainInterface, List<GrainClass> candidates) => candidates switch
    {
        [var only] => only.GrainType,
        [] => throw new ArgumentException($"No grain class implements {grainInterface}.", nameof(grainInterface)),
        _ => throw new ArgumentException(
            $"Several grain classes implement {grainInterface}: {string.Join(", ", candidates.Select(c => c.Type.FullName))}. Name one by its prefix.",
            nameof(grainInterface)),
    };

    private List<GrainClass> Candidates(Type grainInterface) => _byInterface.TryGetValue(grainInterface, out var found) ? found : [];

    private void Add(GrainClass grainClass)
    {
        if (!_byType.TryAdd(grainClass.GrainType, grainClass))
        {
            throw new OrleansConfigurationException(
                $"Two grain classes have the type name \"{grainClass.GrainType}\": {_byType[grainClass.GrainType].Type} and {grainClass.Type}. Give one a [GrainType].");
        }

        foreach (var type in grainClass.Interfaces)
        {
            if (!_byInterface.TryGetValue(type, out var classes))
            {
                _byInterface.Add(type, classes = []);
            }

            classes.Add(grainClass);
        }
    }
}
