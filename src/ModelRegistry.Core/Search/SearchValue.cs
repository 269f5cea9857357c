namespace ModelRegistry.Core.Search;

/// <summary>A value in a filter; one of the members is set, by the kind of its field.</summary>
public sealed record SearchValue
{
    public string? Text { get; init; }

    public double? Number { get; init; }

    public DateTimeOffset? Time { get; init; }

    /// <summary>The value that is set.</summary>
    public object Any => (object?)Text ?? (object?)Number ?? Time!;
}
