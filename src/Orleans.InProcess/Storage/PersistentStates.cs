using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>Turns a constructor parameter with <see cref="PersistentStateAttribute"/> into a stored state.</summary>
internal static class PersistentStates
{
    public const string DefaultStorage = "Default";

    /// <exception cref="OrleansConfigurationException">The parameter is not an <see cref="IPersistentState{TState}"/>.</exception>
    public static Func<Activation, object> FactoryFor(Type grainClass, ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException($"Parameter {parameter.Name} of {grainClass} has [PersistentState] but is {type}: it must be IPersistentState<T>.");
        }

        var make = typeof(PersistentStates).GetMethod(nameof(Make), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type.GetGenericArguments())
            .CreateDelegate<Func<Activation, PersistentStateAttribute, object>>();
        return activation => make(activation, attribute);
    }

    private static object Make<TState>(Activation activation, PersistentStateAttribute attribute)
    {
        var name = attribute.StorageName ?? DefaultStorage;
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(name)
            ?? throw new OrleansConfigurationException(
                $"{activation.Class.Type} keeps \"{attribute.StateName}\" in storage \"{name}\", which is not configured: call AddMemoryGrainStorage(\"{name}\") or UsePostgres.");
        var state = new PersistentState<TState>(storage, attribute.StateName, activation.GrainId);
        activation.Own(state);
        return state;
    }
}
