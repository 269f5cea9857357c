using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Serialization;

/// <summary>Every event as the log keeps it.</summary>
public sealed class EventJsonTests
{
    public static TheoryData<Type> Events => [.. typeof(ModelView).Assembly.GetTypes().Where(type => type.BaseType?.GetCustomAttribute<JsonPolymorphicAttribute>(inherit: false) is not null)];

    /// <summary>What is null is not written, and what is required has to be there when it is read.</summary>
    [Theory]
    [MemberData(nameof(Events))]
    public void Event_RequiredMembers_AreNeverNull(Type type) => Assert.DoesNotContain(
        type.GetProperties(),
        member => member.IsDefined(typeof(RequiredMemberAttribute)) && new NullabilityInfoContext().Create(member).ReadState is NullabilityState.Nullable);

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_WrittenAndRead_IsTheSame(Type type)
    {
        foreach (var value in new[] { Sample.Full(type, seed: 1), Sample.Full(type, seed: 2), Sample.Bare(type) })
        {
            var json = JsonSerializer.Serialize(value, type.BaseType!, RegistryJson.Options);
            Assert.Equal(Outline.Of(value), Outline.Of(JsonSerializer.Deserialize(json, type.BaseType!, RegistryJson.Options)));
        }
    }
}
