namespace ModelRegistry.Postgres.Events;

/// <summary>A place in the feed of all events; the default is its beginning.</summary>
/// <param name="TransactionId">64-bit id of the transaction.</param>
/// <param name="Position">Position of the event.</param>
public readonly record struct EventCursor(ulong TransactionId, long Position);
