using System.Buffers;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Tests.Shared;
using Orleans.Serialization;

namespace ModelRegistry.Contracts.Tests.Serialization;

/// <summary>Every type of the boundary goes through the real serializer and comes back the same.</summary>
public sealed class SerializerTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static TheoryData<Type> Boundary => [.. typeof(ModelView).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null && !type.IsAbstract)
        .Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(ModelView)) : type)];

    [Theory]
    [MemberData(nameof(Boundary))]
    public void Value_WithEveryMemberSet_ComesBackTheSame(Type type) => ComesBack(type, Sample.Full(type, seed: 1), Sample.Full(type, seed: 2));

    [Theory]
    [MemberData(nameof(Boundary))]
    public void Value_WithWhatIsRequired_ComesBackTheSame(Type type) => ComesBack(type, Sample.Bare(type));

    [Theory]
    [MemberData(nameof(Boundary))]
    public void Value_WithNothingSet_ComesBackTheSame(Type type) => ComesBack(type, Sample.Unset(type));

    /// <summary>Calls within a host copy what is not known to be immutable.</summary>
    [Theory]
    [MemberData(nameof(Boundary))]
    public void Copy_OfAValue_IsTheValueItself(Type type)
    {
        var value = Sample.Full(type, seed: 1);
        Assert.Same(value, Services.GetRequiredService<DeepCopier>().Copy(value));
    }

    /// <summary>As itself, and where a base is declared, as the base.</summary>
    private static void ComesBack(Type type, params object[] values)
    {
        foreach (var declared in new[] { type, type.BaseType!, typeof(object) })
        {
            foreach (var value in values)
                Assert.Equal(Outline.Of(value), Outline.Of(Through(declared, value)));
        }
    }

    private static object? Through(Type declared, object value)
    {
        var serializer = Services.GetRequiredService<ObjectSerializer>();
        var wire = new ArrayBufferWriter<byte>();
        serializer.Serialize(value, wire, declared);
        return serializer.Deserialize(wire.WrittenMemory, declared);
    }
}
