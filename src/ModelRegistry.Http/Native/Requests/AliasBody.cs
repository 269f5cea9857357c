namespace ModelRegistry.Http.Native.Requests;

/// <summary>PUT …/aliases/{alias}.</summary>
internal sealed record AliasBody
{
    public required VersionSelector Version { get; init; }
}
