namespace ModelRegistry.Cli.Demo;

/// <summary>What the demo sent and was told is durable.</summary>
internal sealed class DemoLedger
{
    /// <summary>Predictions asked for and acknowledged as durable, drills apart.</summary>
    public long PredictionsSent { get; set; }

    /// <summary>Predictions of the fire drill.</summary>
    public long DrillSent { get; set; }

    /// <summary>Actuals accepted.</summary>
    public long ActualsSent { get; set; }

    /// <summary>Days served.</summary>
    public int Days { get; set; }

    /// <summary>Predict calls whose answer was lost; the log was asked what it had.</summary>
    public int LostAnswers { get; set; }
}
