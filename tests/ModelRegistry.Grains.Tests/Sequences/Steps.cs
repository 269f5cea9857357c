using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>Random sequences of steps, and smaller ones of one that fails.</summary>
internal static class Steps
{
    private const int Longest = 16;

    private static readonly Gen<StepKind> Kinds = Gen.Frequency(
        (6, Gen.Constant(StepKind.Register)), (5, Gen.Constant(StepKind.Promote)), (3, Gen.Constant(StepKind.Transition)), (2, Gen.Constant(StepKind.RollBack)),
        (2, Gen.Constant(StepKind.Approve)), (2, Gen.Constant(StepKind.SetAlias)), (1, Gen.Constant(StepKind.RemoveAlias)), (2, Gen.Constant(StepKind.SetShadows)),
        (1, Gen.Constant(StepKind.Freeze)), (2, Gen.Constant(StepKind.Delete)), (2, Gen.Constant(StepKind.Thaw)), (3, Gen.Constant(StepKind.Repeat)), (1, Gen.Constant(StepKind.Reuse)),
        (2, Gen.Constant(StepKind.Wake)), (1, Gen.Constant(StepKind.Forget)), (1, Gen.Constant(StepKind.EndConnections)));

    private static readonly Gen<Fault> Faults = Gen.Frequency((6, Gen.Constant(Fault.None)), (1, Gen.Constant(Fault.LostBefore)), (1, Gen.Constant(Fault.LostAfter)));

    private static readonly Gen<Step> Any =
        from kind in Kinds
        from writer in Gen.Choose(0, 1)
        from number in Gen.Choose(0, 4)
        from stage in Gen.Choose(0, 6)
        from fault in Faults
        from together in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Step(kind, writer, number, (Stage)stage, fault, together);

    public static Arbitrary<Step[]> Sequences { get; } = Arb.From(
        from length in Gen.Choose(1, Longest)
        from steps in Any.ArrayOf(length)
        select steps,
        Smaller);

    /// <summary>The same sequences for the same seed, others for another. The generator adds its second number again and again, so that it must not be small.</summary>
    public static Config Seeded(ulong seed, int sequences) =>
        Config.QuickThrowOnFailure.WithMaxTest(sequences).WithReplay(unchecked(seed * 0xBF58476D1CE4E5B9), 0x9E3779B97F4A7C15);

    /// <summary>Half of it, then all but one step, then without its faults.</summary>
    private static IEnumerable<Step[]> Smaller(Step[] steps)
    {
        if (steps.Length > 1)
        {
            yield return steps[..(steps.Length / 2)];
            yield return steps[(steps.Length / 2)..];
        }

        for (var i = 0; i < steps.Length; i++)
            yield return [.. steps[..i], .. steps[(i + 1)..]];
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Fault != Fault.None || steps[i].Together)
                yield return [.. steps[..i], steps[i] with { Fault = Fault.None, Together = false }, .. steps[(i + 1)..]];
        }
    }
}
