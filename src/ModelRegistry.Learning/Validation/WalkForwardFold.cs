namespace ModelRegistry.Learning.Validation;

/// <summary>One step of a walk-forward validation: train, then be tested on days that come later.</summary>
public sealed record WalkForwardFold
{
    /// <summary>Days whose rows and labels may be trained on.</summary>
    public required DaySpan Train { get; init; }

    /// <summary>Days that are predicted.</summary>
    public required DaySpan Test { get; init; }
}
