using System.Globalization;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>The artifact does not fit into what the store may hold.</summary>
public sealed class ArtifactQuotaException(long quota, long needed) : Exception(string.Create(CultureInfo.InvariantCulture,
    $"the artifact does not fit: with it the store would hold {needed} bytes or more, and Artifacts:QuotaBytes allows {quota}; collect what nothing refers to, or raise it"))
{
    /// <summary>Bytes.</summary>
    public long Quota { get; } = quota;
}
