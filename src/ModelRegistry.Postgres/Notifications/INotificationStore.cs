namespace ModelRegistry.Postgres.Notifications;

/// <summary>The notifications that are still to be sent, or were given up. They are written with their events; see <see cref="Events.EventStore"/>.</summary>
public interface INotificationStore
{
    /// <summary>
    /// Takes notifications that are due, at most <paramref name="limit"/>, for one attempt each. Of the notifications of a stream to a webhook only
    /// the first is given out. What is neither delivered nor failed within <paramref name="lease"/> is due again.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<LeasedNotification>> LeaseAsync(IReadOnlyCollection<string> webhooks, int limit, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>The webhook has taken it.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task DeliveredAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>The webhook has not taken it. Nothing happens when another attempt has begun since.</summary>
    /// <param name="notification">As it was leased.</param>
    /// <param name="error">Why, for people.</param>
    /// <param name="wait">Until the next attempt; null gives it up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task FailedAsync(LeasedNotification notification, string error, TimeSpan? wait, CancellationToken cancellationToken = default);

    /// <summary>The oldest first, after <paramref name="afterId"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<PendingNotification>> ListAsync(long afterId, int limit, CancellationToken cancellationToken = default);

    /// <summary>Makes a notification due now, also one that was given up; false when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<bool> RetryAsync(long id, CancellationToken cancellationToken = default);
}
