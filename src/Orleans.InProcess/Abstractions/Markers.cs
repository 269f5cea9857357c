namespace Orleans.Runtime
{
    /// <summary>Anything that can be addressed by a grain reference.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>Marker of all grain interfaces.</summary>
    public interface IGrain : Runtime.IAddressable;

    /// <summary>Marker of grain interfaces whose key is a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>A serializer is generated for the type in the Orleans build.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
    public sealed class GenerateSerializerAttribute : Attribute;

    /// <summary>The number of a member in the serialized form.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class IdAttribute(uint id) : Attribute
    {
        public uint Id { get; } = id;
    }

    /// <summary>A name that stays when the type is renamed.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Method)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        public string Alias { get; } = alias;
    }
}

namespace Orleans.Concurrency
{
    /// <summary>The method runs between the turns of other calls.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;
}
