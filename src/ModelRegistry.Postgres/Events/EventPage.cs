namespace ModelRegistry.Postgres.Events;

/// <summary>Events after a cursor, and the cursor after them.</summary>
public sealed record EventPage(IReadOnlyList<StoredEvent> Events, EventCursor Next);
