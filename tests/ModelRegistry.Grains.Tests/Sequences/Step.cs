using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>One step of a sequence.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Writer">Who does it: 0 or 1. Each learns of the other's writes only when it runs into them.</param>
/// <param name="Number">A version, an alias, a report, or which earlier command.</param>
/// <param name="Stage">Where to.</param>
/// <param name="Fault">Of its first append.</param>
/// <param name="Together">Runs at the same time as the next step, which the other writer then does.</param>
internal sealed record Step(StepKind Kind, int Writer, int Number, Stage Stage, Fault Fault, bool Together)
{
    public bool IsCommand => Kind < StepKind.Repeat;
}
