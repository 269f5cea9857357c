namespace ModelRegistry.Core.Tracking;

/// <summary>How much is taken. Lengths are in Unicode characters (code points).</summary>
public static class TrackingLimits
{
    public const int ExperimentName = 500;
    public const int Key = 250;

    /// <summary>Of a param; a longer one is cut.</summary>
    public const int ParamValue = 6_000;

    /// <summary>Of a run's tag; a longer one is cut.</summary>
    public const int TagValue = 5_000;

    /// <summary>Of an experiment's tag; a longer one is refused.</summary>
    public const int ExperimentTagValue = 5_000;

    public const int UserId = 256;

    public const int BatchMetrics = 1_000;
    public const int BatchParams = 100;
    public const int BatchTags = 100;
    public const int BatchTotal = 1_000;

    public const int DatasetName = 500;
    public const int DatasetDigest = 36;
    public const int DatasetSourceType = 250;
    public const int DatasetSource = 65_535;
    public const int DatasetSchema = 1_048_575;
    public const int DatasetProfile = 16_777_215;
    public const int InputTagKey = 255;
    public const int InputTagValue = 500;
    public const int BatchDatasets = 1_000;

    /// <summary>Runs or experiments of a page.</summary>
    public const int SearchPage = 50_000;

    /// <summary>Values of a metric that one answer has at most.</summary>
    public const int HistoryPage = 1_000_000;
}
