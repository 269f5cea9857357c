namespace ModelRegistry.Core.Registry;

/// <summary>Which part of a semantic version grows.</summary>
public enum VersionBump
{
    /// <summary>Only the data changed.</summary>
    Patch,

    /// <summary>Features or hyper-parameters changed.</summary>
    Minor,

    /// <summary>The input or output signature changed.</summary>
    Major,
}
