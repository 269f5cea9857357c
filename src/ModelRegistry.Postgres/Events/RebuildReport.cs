namespace ModelRegistry.Postgres.Events;

/// <summary>What was, or so far has been, made again from the log.</summary>
/// <param name="Streams">Streams replayed.</param>
/// <param name="Events">Events replayed.</param>
/// <param name="Of">Events there are of the kinds that have read models.</param>
public sealed record RebuildReport(long Streams, long Events, long Of);
