namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Closes the manifest of a version whose run has ended. Done already, nothing happens; while the run goes on it is refused.</summary>
[GenerateSerializer, Immutable, Alias("close-manifest")]
public sealed record CloseManifest
{
    [Id(0)]
    public required int Number { get; init; }
}
