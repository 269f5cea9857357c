using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Notifications;

/// <summary>A notification for one attempt.</summary>
/// <param name="Id">Of the notification.</param>
/// <param name="Webhook">Its name.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Event">What it tells of.</param>
public sealed record LeasedNotification(long Id, string Webhook, int Attempt, StoredEvent Event);
