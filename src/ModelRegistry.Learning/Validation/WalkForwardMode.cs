namespace ModelRegistry.Learning.Validation;

/// <summary>What a fold trains on.</summary>
public enum WalkForwardMode
{
    /// <summary>Everything from the first day on.</summary>
    Expanding,

    /// <summary>The last days only, a window of fixed length.</summary>
    Rolling,
}
