using ModelRegistry.Core.Monitoring;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class DriftReferenceTests
{
    [ReferenceTheory]
    [InlineData("dr-psi-01")]
    [InlineData("dr-psi-03")]
    [InlineData("dr-psi-05")]
    [InlineData("dr-psi-07")]
    [InlineData("dr-psi-09")]
    public void Psi_Samples_EqualsReference(string id)
    {
        var reference = ReferenceValues.Get(id);
        var (before, now) = (reference.Series("reference"), reference.Series("current"));
        var edges = Cells.Edges(before, (int)reference.Input("bins"));
        var (baseline, window) = (Cells.Sum(edges, before), Cells.Sum(edges, now));
        reference.Check("edges", edges);
        reference.Check("counts_reference", [.. baseline.Counts.ToArray().Select(c => (double)c)]);
        reference.Check("counts_current", [.. window.Counts.ToArray().Select(c => (double)c)]);
        reference.Check("psi", BinnedDistance.Psi(window.Counts, baseline.Counts));
    }

    [ReferenceFact]
    public void Psi_UnseenCategory_EqualsReference()
    {
        var reference = ReferenceValues.Get("dr-psi-11");
        reference.Check("psi", BinnedDistance.Psi(Counts(reference, "current"), Counts(reference, "reference")));
    }

    [ReferenceTheory]
    [InlineData("dr-ks-01")]
    [InlineData("dr-ks-05")]
    [InlineData("dr-ks-07")]
    public void KolmogorovSmirnov_Samples_EqualsReference(string id)
    {
        var reference = ReferenceValues.Get(id);
        var (a, b) = (reference.Series("a"), reference.Series("b"));
        var statistic = SampleDistance.KolmogorovSmirnov(a, b);
        reference.Check("D", statistic);
        reference.Check("p_kolmogorov_limit", KolmogorovSmirnovLaw.Limit(statistic, a.Length, b.Length));
        reference.Check("p_asymp_kstwo", KolmogorovSmirnovLaw.Effective(statistic, a.Length, b.Length));
        if (reference.Expected.TryGetProperty("p_exact", out _))
            reference.Check("p_exact", KolmogorovSmirnovLaw.Exact(statistic, a.Length, b.Length));
    }

    [ReferenceFact]
    public void KolmogorovSmirnov_IdenticalSamples_EqualsReference()
    {
        var reference = ReferenceValues.Get("dr-ks-03");
        var statistic = SampleDistance.KolmogorovSmirnov(reference.Series("a"), reference.Series("b"));
        reference.Check("D", statistic);
        reference.Check("p", KolmogorovSmirnovLaw.Exact(statistic, 5, 5));
        reference.Check("p", KolmogorovSmirnovLaw.Effective(statistic, 5, 5));
        reference.Check("p", KolmogorovSmirnovLaw.Limit(statistic, 5, 5));
    }

    [ReferenceTheory]
    [InlineData("dr-div-01")]
    [InlineData("dr-div-03")]
    [InlineData("dr-div-05")]
    public void Divergence_Counts_EqualsReference(string id)
    {
        var reference = ReferenceValues.Get(id);
        var (p, q) = (Counts(reference, "p_counts"), Counts(reference, "q_counts"));
        var js = BinnedDistance.JensenShannon(p, q);
        reference.Check("kl_pq_nats", BinnedDistance.KullbackLeibler(p, q));
        reference.Check("kl_qp_nats", BinnedDistance.KullbackLeibler(q, p));
        reference.Check("js_divergence_nats", js);
        reference.Check("js_distance_nats", Math.Sqrt(js));
        reference.Check("js_divergence_bits", js / Math.Log(2));
    }

    [ReferenceTheory]
    [InlineData("dr-w1-01")]
    [InlineData("dr-w1-03")]
    public void Wasserstein_Samples_EqualsReference(string id)
    {
        var reference = ReferenceValues.Get(id);
        reference.Check("w1", SampleDistance.Wasserstein(reference.Series("a"), reference.Series("b")));
    }

    [ReferenceTheory]
    [InlineData("dr-chi2-01")]
    [InlineData("dr-chi2-03")]
    [InlineData("dr-chi2-05")]
    public void ChiSquare_Counts_EqualsReference(string id)
    {
        var reference = ReferenceValues.Get(id);
        var result = ChiSquare.Compare(Counts(reference, "reference"), Counts(reference, "current"));
        reference.Check("chi2", result.Statistic);
        reference.Check("df", result.DegreesOfFreedom);
        reference.Check("p", result.PValue);
        reference.Check("g", result.LikelihoodRatio);
        reference.Check("p_g", result.LikelihoodRatioPValue);
        reference.Check("cramers_v", result.CramersV);
    }

    [ReferenceTheory]
    [InlineData("dr-shift-01")]
    [InlineData("dr-shift-03")]
    public void MomentShift_Cells_EqualsReference(string id)
    {
        var reference = ReferenceValues.Get(id);
        var shift = MomentShift.Between(Cells.Sum([], reference.Series("a")), Cells.Sum([], reference.Series("b")));
        reference.Check("z_mean_vs_reference", shift.ZAgainstReference);
        reference.Check("z_two_sample", shift.ZTwoSample);
        reference.Check("standardized_shift", shift.Standardized);
        reference.Check("variance_ratio", shift.VarianceRatio);
        reference.Check("p_f_test", shift.VariancePValue);
    }

    private static long[] Counts(ReferenceCase reference, string path) => [.. reference.Series(path).Select(c => (long)c)];
}
