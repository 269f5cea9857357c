using System.Collections.Immutable;

namespace ModelRegistry.Core.Notifications;

/// <summary>Which webhooks hear of which events.</summary>
public sealed class NotificationRoutes
{
    private readonly ImmutableArray<(string Webhook, ImmutableHashSet<string> Types)> _routes;

    /// <param name="routes">Webhook and the types of events it hears of; with none, all of <see cref="Types"/>.</param>
    public NotificationRoutes(IEnumerable<(string Webhook, IReadOnlyCollection<string> Types)> routes) =>
        _routes = [.. routes.Select(route => (route.Webhook, route.Types.Count == 0 ? Types : [.. route.Types]))];

    /// <summary>Nobody hears of anything.</summary>
    public static NotificationRoutes None { get; } = new([]);

    /// <summary>The types of events that people can hear of.</summary>
    public static ImmutableHashSet<string> Types { get; } =
    [
        "version-registered", "promotion-decided", "model-rolled-back", "promotions-frozen", "promotions-thawed",
        "experiment-started", "experiment-concluded", "experiment-cancelled", "retraining-requested", "retraining-answered",
    ];

    /// <summary>The webhooks that hear of an event.</summary>
    public IEnumerable<string> For(string type) => _routes.Where(route => route.Types.Contains(type)).Select(route => route.Webhook);
}
