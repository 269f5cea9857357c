namespace ModelRegistry.Contracts.Registry;

/// <summary>One named and typed input or output of a model.</summary>
[GenerateSerializer, Immutable, Alias("signature-field")]
public sealed record SignatureField
{
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>A type name of MLflow signatures: double, float, long, integer, string, boolean, datetime; of tensors with type and shape, such as <c>tensor(float64)[-1,4]</c>.</summary>
    [Id(1)]
    public string Type { get; init; } = "double";
}
