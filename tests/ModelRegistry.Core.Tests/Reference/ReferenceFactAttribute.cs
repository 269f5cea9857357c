namespace ModelRegistry.Core.Tests.Reference;

/// <summary>A fact that compares with the reference values; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute() => Skip = ReferenceValues.WhyAbsent;
}
