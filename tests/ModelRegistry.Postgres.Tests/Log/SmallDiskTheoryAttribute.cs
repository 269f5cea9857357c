using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>Skipped, with the reason, where no small file system can be mounted.</summary>
internal sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute() => Skip = SmallDisk.WhyNot;
}
