namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Reads the evidence for the gates of a promotion.</summary>
public interface IVersionEvidenceReader
{
    /// <summary>Null when the version is not registered.</summary>
    Task<VersionEvidence?> ReadAsync(Guid modelId, int number, CancellationToken cancellationToken = default);
}
