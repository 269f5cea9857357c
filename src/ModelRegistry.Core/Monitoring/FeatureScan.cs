using System.Globalization;
using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Judges one feature.</summary>
internal static class FeatureScan
{
    // Fixed thresholds were made for ten bins; over a hundred, counting alone would reach them.
    private const int UncalibratedBins = 10;

    // Ranks within a day have the same distribution every day but for their ties: what moves is how many share a rank, and that must not
    // stop a model. It is still said.
    private const DriftSeverity MostOfRanks = DriftSeverity.Moderate;

    // A feed that goes silent is drift too, whatever the values that still come.
    private const double ModerateMissing = 0.10;
    private const double SevereMissing = 0.25;

    public static FeatureDrift Judge(FeatureReference reference, FeatureWindow window, MonitorPolicy policy, bool calibrationApplies)
    {
        var calibrated = reference.Calibrated && calibrationApplies && window.WantedDays is null;
        var missing = MissingSeverity(window, policy);
        var lacking = Lacking(reference, window, policy, calibrated);
        var drift = Measure(reference, window, policy, calibrated) with { Note = Note(reference, window, lacking, missing) };
        if (lacking is not null)
            return Silenced(drift, missing);

        var severity = Severity(drift);
        if (reference.Ranked && severity > MostOfRanks) severity = MostOfRanks;
        if (missing > severity) severity = missing;
        return drift with { Severity = severity, Direction = severity >= DriftSeverity.Moderate ? Direction(drift) : "" };
    }

    public static double Confidence(FeatureWindow window, MonitorPolicy policy)
    {
        var wanted = window.WantedDays ?? policy.WindowDays;
        var days = (Math.Min(window.Window.Days, wanted) + Math.Min(window.Baseline.Days, policy.BaselineDays)) / (double)(wanted + policy.BaselineDays);
        var usual = PerDay(window.Baseline);
        return usual == 0 ? 0 : days * Math.Min(1, PerDay(window.Window) / usual);
    }

    private static FeatureDrift Measure(FeatureReference reference, FeatureWindow window, MonitorPolicy policy, bool calibrated)
    {
        var (now, before) = (window.Window, window.Baseline);
        var shift = MomentShift.Between(before, now);
        return new FeatureDrift
        {
            Feature = reference.Name,
            Severity = DriftSeverity.NotEnoughData,
            Psi = Finite(Psi(reference, now, before, calibrated)),
            Ks = Finite(BinnedDistance.KolmogorovSmirnov(now.Counts, before.Counts)),
            Kl = Finite(BinnedDistance.KullbackLeibler(now.Counts, before.Counts)),
            Js = Finite(BinnedDistance.JensenShannon(now.Counts, before.Counts)),
            Wasserstein = Finite(BinnedDistance.Wasserstein(reference.Edges.AsSpan(), now.Counts, before.Counts)),
            MeanShift = Finite(shift.Standardized),
            VarianceRatio = Finite(shift.VarianceRatio),
            MissingRate = now.MissingRate,
            ModerateThreshold = Math.Max(policy.Moderate, reference.Moderate),
            SevereThreshold = Math.Max(policy.Severe, reference.Severe),
            Calibrated = calibrated,
            LargestBin = before.LargestBin,
            Rows = now.Rows,
        };
    }

    /// <summary>Why the feature cannot be judged; null when it can.</summary>
    private static string? Lacking(FeatureReference reference, FeatureWindow window, MonitorPolicy policy, bool calibrated)
    {
        var (now, before) = (window.Window, window.Baseline);
        var wanted = window.WantedDays ?? policy.WindowDays;
        if (now.Days < wanted || before.Days < policy.BaselineDays)
            return Text($"{now.Days} of {wanted} days against {before.Days} of {policy.BaselineDays}");
        if (now.Rows < policy.MinRows || before.Rows < policy.MinRows)
            return Text($"{now.Rows} rows against {before.Rows}, at least {policy.MinRows} each are wanted");
        if (Confidence(window, policy) < DriftScan.LeastConfidence)
            return Text($"{PerDay(now):0} rows a day where {PerDay(before):0} are usual");
        if (reference.Shared && !calibrated)
            return Text($"one value a day makes {now.Days} values, not {now.Rows}; only calibrated thresholds can judge that");
        var severe = Math.Max(policy.Severe, reference.Severe);
        var bins = calibrated ? reference.Bins : UncalibratedBins;
        return !reference.Shared && SamplingNoise.Psi(bins, now.Rows, before.Rows) > severe
            ? Text($"{now.Rows} rows against {before.Rows} in {bins} bins could reach {severe:0.###} by chance")
            : null;
    }

    private static double Psi(FeatureReference reference, CellSum window, CellSum baseline, bool calibrated)
    {
        if (calibrated) return BinnedDistance.Psi(window.Counts, baseline.Counts);
        var pooling = Pooling.Into(UncalibratedBins, reference.Counts.AsSpan());
        return BinnedDistance.Psi(pooling.Pool(window.Counts), pooling.Pool(baseline.Counts));
    }

    // What could not be judged shows no number that looks like evidence.
    private static FeatureDrift Silenced(FeatureDrift drift, DriftSeverity missing) => drift with
    {
        Severity = missing > DriftSeverity.None ? missing : DriftSeverity.NotEnoughData,
        Psi = null,
        Ks = null,
        Kl = null,
        Js = null,
        Wasserstein = null,
        MeanShift = null,
        VarianceRatio = null,
    };

    private static DriftSeverity Severity(FeatureDrift drift) => drift.Psi switch
    {
        null => DriftSeverity.NotEnoughData,
        var psi when psi >= drift.SevereThreshold => DriftSeverity.Severe,
        var psi when psi >= drift.ModerateThreshold => DriftSeverity.Moderate,
        _ => DriftSeverity.None,
    };

    // Judged by rows alone: values that are not there have no bins.
    private static DriftSeverity MissingSeverity(FeatureWindow window, MonitorPolicy policy)
    {
        var (now, before) = (window.Window, window.Baseline);
        if (now.Days < (window.WantedDays ?? policy.WindowDays) || before.Days < policy.BaselineDays) return DriftSeverity.NotEnoughData;
        if (now.Rows + now.Missing < policy.MinRows || before.Rows + before.Missing < policy.MinRows) return DriftSeverity.NotEnoughData;
        return (now.MissingRate - before.MissingRate) switch
        {
            >= SevereMissing => DriftSeverity.Severe,
            >= ModerateMissing => DriftSeverity.Moderate,
            _ => DriftSeverity.None,
        };
    }

    // ln of the ratio of standard deviations is to spread what the shift in standard deviations is to the mean.
    private static string Direction(FeatureDrift drift)
    {
        var mean = drift.MeanShift ?? 0;
        var spread = drift.VarianceRatio is > 0 and var ratio ? Math.Log(ratio) / 2 : 0;
        if (mean == 0 && spread == 0) return "";
        return Math.Abs(spread) >= Math.Abs(mean) ? (spread > 0 ? "wilder" : "calmer") : (mean > 0 ? "higher" : "lower");
    }

    private static string Note(FeatureReference reference, FeatureWindow window, string? lacking, DriftSeverity missing)
    {
        var notes = new List<string>();
        if (lacking is not null) notes.Add("not enough data: " + lacking);
        if (missing > DriftSeverity.None)
            notes.Add(Text($"missing values rose from {window.Baseline.MissingRate:P0} to {window.Window.MissingRate:P0}"));
        if (reference.Ranked) notes.Add("ranks within a day cannot drift");
        if (reference.Shared) notes.Add(Text($"one value a day: a series of {window.Window.Days} values against {window.Baseline.Days}"));
        if (window.Note.Length > 0) notes.Add(window.Note);
        return string.Join("; ", notes);
    }

    private static double PerDay(CellSum cells) => cells.Days == 0 ? 0 : (double)(cells.Rows + cells.Missing) / cells.Days;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
