namespace ModelRegistry.Tests.Shared;

/// <summary>Skipped, with the reason, where no small file system can be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.WhyNot;
}
