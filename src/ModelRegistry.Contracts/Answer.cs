namespace ModelRegistry.Contracts;

/// <summary>What a command came to: a value, or a refusal that changed nothing.</summary>
[GenerateSerializer, Immutable, Alias("answer`1")]
public sealed record Answer<T>
    where T : class
{
    /// <summary>The result; null exactly when <see cref="Refusal"/> is set.</summary>
    [Id(0)]
    public T? Value { get; init; }

    /// <summary>Why nothing was changed; null when the command was carried out.</summary>
    [Id(1)]
    public Refusal? Refusal { get; init; }

    /// <summary>The revision of the stream after the command (or, when refused, at the refusal).</summary>
    [Id(2)]
    public long Revision { get; init; }
}
