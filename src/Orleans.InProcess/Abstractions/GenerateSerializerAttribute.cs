namespace Orleans;

/// <summary>In the cluster build a serializer is generated for the type; in one process nothing is serialized.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;
