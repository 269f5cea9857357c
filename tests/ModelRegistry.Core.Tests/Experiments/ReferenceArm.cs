using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Experiments;

/// <summary>An arm of a reference case, in any of the forms in which the file gives one.</summary>
internal static class ReferenceArm
{
    public static SampleMoments Of(ReferenceCase reference, string arm)
    {
        if (reference.Inputs.TryGetProperty(arm, out _))
            return SampleMoments.Of(reference.Series(arm));

        var count = (long)reference.Input($"n_{arm}");
        if (reference.Inputs.TryGetProperty($"var_{arm}", out _))
            return new SampleMoments(count, reference.Input($"mean_{arm}"), reference.Input($"var_{arm}") * (count - 1));

        var sum = reference.Input($"sum_{arm}");
        return new SampleMoments(count, sum / count, reference.Input($"sumsq_{arm}") - (sum * sum / count));
    }
}
