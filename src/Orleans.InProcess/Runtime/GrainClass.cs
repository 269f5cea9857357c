using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A grain class and how its activations behave.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<MethodInfo, MethodInfo> _implementations = new();
    private readonly Func<Activation, object>[] _facets;
    private readonly ObjectFactory _factory;

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = NameOf(type);
        Interfaces = [.. type.GetInterfaces().Where(IsGrainInterface)];
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>(inherit: true)?.MaxLocalWorkers ?? 0;
        Subscriptions = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>(inherit: true).Select(s => s.Namespace)];
        var facets = Facets(type);
        _facets = [.. facets.Select(f => f.Factory)];
        _factory = ActivatorUtilities.CreateFactory(type, [.. facets.Select(f => f.Type)]);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public ImmutableArray<Type> Interfaces { get; }

    public bool Reentrant { get; }

    /// <summary>Activations per key of a stateless worker; 0 for all others, which have one.</summary>
    public int MaxWorkers { get; }

    /// <summary>The stream namespaces the class receives; null among them stands for all.</summary>
    public ImmutableArray<string?> Subscriptions { get; }

    /// <summary>How long an activation lives when idle; null: for ever.</summary>
    public TimeSpan? AgeLimit { get; set; }

    public static bool IsGrainInterface(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)
        && type != typeof(IAddressable) && type != typeof(IGrain) && type != typeof(IGrainWithStringKey);

    /// <summary>Makes the grain object, with its stored states.</summary>
    public object Create(Activation activation)
    {
        var arguments = _facets.Length == 0 ? [] : new object[_facets.Length];
        for (var i = 0; i < _facets.Length; i++)
        {
            arguments[i] = _facets[i](activation);
        }

        return _factory(activation.ActivationServices, arguments);
    }

    /// <summary>The method of this class that implements a method of an interface.</summary>
    public MethodInfo Implementation(MethodInfo interfaceMethod) => _implementations.GetOrAdd(interfaceMethod, method =>
    {
        var map = Type.GetInterfaceMap(method.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];
    });

    private static GrainType NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } named)
        {
            return GrainType.Create(named.GrainType);
        }

        var name = type.Name.ToLowerInvariant();
        return GrainType.Create(name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name);
    }

    private static List<(Type Type, Func<Activation, object> Factory)> Facets(Type type)
    {
        var constructors = type.GetConstructors();
        var constructor = constructors.FirstOrDefault(c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute), inherit: false))
            ?? constructors.MaxBy(c => c.GetParameters().Length)
            ?? throw new OrleansConfigurationException($"Grain class {type} has no public constructor.");
        var facets = new List<(Type, Func<Activation, object>)>();
        foreach (var parameter in constructor.GetParameters())
        {
            if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } attribute)
            {
                facets.Add((parameter.ParameterType, PersistentStates.FactoryFor(type, parameter, attribute)));
            }
        }

        return facets;
    }
}
