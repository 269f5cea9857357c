using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Notifications;

/// <summary>A notification that was not taken yet.</summary>
public sealed record PendingNotification
{
    public required long Id { get; init; }

    public required string Webhook { get; init; }

    public required StreamId Stream { get; init; }

    public required long Version { get; init; }

    /// <summary>Of the event.</summary>
    public required string Type { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Given up.</summary>
    public required bool Dead { get; init; }

    /// <summary>Of the last attempt.</summary>
    public string? Error { get; init; }
}
