namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /policy/simulate.</summary>
internal sealed record SimulateBody
{
    /// <summary>As in <c>promotion-policy.yaml</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Only this model; all in the caller's scope where it is left out.</summary>
    public string? Model { get; init; }
}
