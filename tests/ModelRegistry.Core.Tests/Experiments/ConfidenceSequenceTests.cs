using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class ConfidenceSequenceTests
{
    [ReferenceFact]
    public void Multiplier_ReferenceWidths_Agree()
    {
        var reference = ReferenceValues.Get("ab-acs-width");
        var samples = reference.Series("N");
        for (var i = 0; i < samples.Length; i++)
            reference.Check(
                $"vectors.{i}.halfwidth_over_se",
                ConfidenceSequence.Multiplier(samples[i], 1 - reference.Input("alpha"), reference.Input("N_star")));
    }

    [ReferenceFact]
    public void Multiplier_OtherTuning_EqualsThePublishedForm()
    {
        var reference = ReferenceValues.Get("ab-acs-eppo");
        var samples = reference.Series("t");
        for (var i = 0; i < samples.Length; i++)
            reference.Check(
                $"vectors.{i}.multiplier",
                ConfidenceSequence.Multiplier(samples[i], reference.Input("confidence"), reference.Input("N_tune")));
    }

    [ReferenceFact]
    public void PValue_ReferenceVectors_Agree()
    {
        var reference = ReferenceValues.Get("ab-acs-p");
        for (var i = 0; i < reference.Count("vectors"); i++)
            reference.Check(
                $"vectors.{i}.p",
                ConfidenceSequence.PValue(
                    reference.Want($"vectors.{i}.z"),
                    reference.Want($"vectors.{i}.N"),
                    1 - reference.Input("alpha"),
                    reference.Input("N_star")));
    }

    [ReferenceFact]
    public void Interval_AbsoluteDifference_AgreesWithGrowthBook()
    {
        var reference = ReferenceValues.Get("ab-acs-gb-04");
        var (a, b) = (ReferenceArm.Of(reference, "a"), ReferenceArm.Of(reference, "b"));
        var confidence = 1 - reference.Input("alpha");
        var welch = Welch.Compare(a, b, confidence)!;
        var sample = a.Count + b.Count;
        var half = welch.StandardError * ConfidenceSequence.Multiplier(sample, confidence, reference.Input("N_star"));
        reference.Check("ci", [welch.Difference - half, welch.Difference + half]);
        reference.Check("se", welch.StandardError);
        reference.Check("p", ConfidenceSequence.PValue(welch.T, sample, confidence, reference.Input("N_star")));
    }

    [Fact]
    public void Multiplier_IntervalJustExcludingZero_HasPValueJustBelowAlpha()
    {
        var z = ConfidenceSequence.Multiplier(3_000, 0.95);
        Assert.Equal(0.05, ConfidenceSequence.PValue(z, 3_000, 0.95), 10);
    }
}
