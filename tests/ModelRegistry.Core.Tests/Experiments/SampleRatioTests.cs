using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class SampleRatioTests
{
    [ReferenceTheory]
    [InlineData("ab-srm-01")]
    [InlineData("ab-srm-03")]
    public void ChiSquare_ReferenceVectors_Agree(string id)
    {
        var reference = ReferenceValues.Get(id);
        for (var i = 0; i < reference.Count("vectors"); i++)
        {
            var result = SampleRatio.ChiSquare(Counts(reference, i), reference.Series($"vectors.{i}.weights"));
            reference.Check($"vectors.{i}.chi2", result.Statistic);
            reference.Check($"vectors.{i}.df", result.DegreesOfFreedom);
            reference.Check($"vectors.{i}.p", result.PValue);
            if (string.Equals(id, "ab-srm-03", StringComparison.Ordinal))
                reference.Check($"vectors.{i}.log10_p", result.LogPValue / Math.Log(10));
        }
    }

    [ReferenceFact]
    public void LogBayesFactor_ReferenceVectors_Agree()
    {
        var reference = ReferenceValues.Get("ab-srm-seq-01");
        for (var i = 0; i < reference.Count("vectors"); i++)
        {
            var shares = reference.Series($"vectors.{i}.theta0");
            var concentration = reference.Input($"vectors.{i}.k");
            var counts = Counts(reference, i);
            reference.Check($"vectors.{i}.log_bayes_factor", SampleRatio.LogBayesFactor(counts, shares, concentration));
            reference.Check($"vectors.{i}.p", SampleRatio.SequentialPValue(counts, shares, concentration));
        }
    }

    [ReferenceFact]
    public void LogBayesFactor_SkewedStream_AlarmsAtTheSameUnit()
    {
        var reference = ReferenceValues.Get("ab-srm-seq-stream-02");
        var shares = reference.Series("theta0");
        var threshold = Math.Log(1 / reference.Input("alpha"));
        long[] counts = [0, 0];
        var (firstAlarm, largest, last) = (0, double.NegativeInfinity, 0.0);
        foreach (var arm in reference.Series())
        {
            counts[(int)arm]++;
            last = SampleRatio.LogBayesFactor(counts, shares, reference.Input("k"));
            largest = Math.Max(largest, last);
            if (firstAlarm is 0 && last >= threshold)
                firstAlarm = (int)(counts[0] + counts[1]);
        }

        Assert.Equal(reference.Want("first_alarm_after_n"), firstAlarm);
        reference.Check("final_counts_arm0_arm1", [counts[0], counts[1]]);
        reference.Check("final_log_bf", last);
        reference.Check("max_log_bf", largest);
    }

    [Fact]
    public void LogBayesFactor_NoUnits_IsZero() => Assert.Equal(0, SampleRatio.LogBayesFactor([0, 0], [0.5, 0.5]), 12);

    [Fact]
    public void Check_BadShares_Throws()
    {
        Assert.Throws<ArgumentException>(() => SampleRatio.LogBayesFactor([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => SampleRatio.LogBayesFactor([1, 2], [0, 0]));
        Assert.Throws<ArgumentException>(() => SampleRatio.LogBayesFactor([1, 2], [double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => SampleRatio.ChiSquare([0, 0], [1, 1]));
    }

    private static long[] Counts(ReferenceCase reference, int vector) =>
        [.. reference.Series($"vectors.{vector}.counts").Select(count => (long)count)];
}
