namespace ModelRegistry.Core.Tests.Reference;

/// <summary>A theory that compares with the reference values; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceTheoryAttribute : TheoryAttribute
{
    public ReferenceTheoryAttribute() => Skip = ReferenceValues.WhyAbsent;
}
