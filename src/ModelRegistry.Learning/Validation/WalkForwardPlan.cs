namespace ModelRegistry.Learning.Validation;

/// <summary>How days are split into folds. Days are indices of a panel.</summary>
public sealed record WalkForwardPlan
{
    /// <summary>First day that is predicted.</summary>
    public required int FirstTestDay { get; init; }

    /// <summary>Index after the last day that is predicted.</summary>
    public required int EndTestDay { get; init; }

    /// <summary>Days predicted by one fold before the next is trained; the last fold may be shorter.</summary>
    /// <value>21, a month.</value>
    public int TestDays { get; init; } = 21;

    /// <summary>Days a label looks ahead: the label of day d is known at the close of d + horizon.</summary>
    /// <value>5.</value>
    public int Horizon { get; init; } = 5;

    /// <summary>Further days left out between the end of the last training label and the first test day, against correlation over the border.</summary>
    /// <value>5.</value>
    public int Embargo { get; init; } = 5;

    /// <value><see cref="WalkForwardMode.Expanding"/>.</value>
    public WalkForwardMode Mode { get; init; }

    /// <summary>Training days of a rolling fold.</summary>
    /// <value>504, two years.</value>
    public int RollingDays { get; init; } = 504;

    /// <summary>First day that may be trained on.</summary>
    public int FirstTrainDay { get; init; }

    /// <summary>Fewest days a fold may train on.</summary>
    /// <value>63, a quarter.</value>
    public int MinTrainDays { get; init; } = 63;
}
