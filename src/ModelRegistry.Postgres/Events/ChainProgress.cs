namespace ModelRegistry.Postgres.Events;

/// <summary>How far a verification has come.</summary>
/// <param name="Streams">Streams begun.</param>
/// <param name="Events">Events read.</param>
/// <param name="Of">Events there are by the heads of the streams.</param>
public sealed record ChainProgress(long Streams, long Events, long Of);
