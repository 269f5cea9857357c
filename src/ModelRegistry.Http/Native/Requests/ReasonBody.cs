namespace ModelRegistry.Http.Native.Requests;

/// <summary>A command that needs nothing but a reason.</summary>
internal sealed record ReasonBody
{
    public string Reason { get; init; } = "";
}
