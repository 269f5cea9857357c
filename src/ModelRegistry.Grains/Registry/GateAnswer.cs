namespace ModelRegistry.Grains.Registry;

/// <summary>What a webhook gate is to answer.</summary>
internal sealed record GateAnswer
{
    /// <summary>Required; without it there is no answer.</summary>
    public bool? Passed { get; init; }

    /// <summary>Stands in the record of the promotion, or in its refusal.</summary>
    public string? Reason { get; init; }
}
