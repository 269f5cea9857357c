using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Notifications;
using Npgsql;

namespace ModelRegistry.Grains.Notifications;

/// <summary>
/// Sends what the event log has for the webhooks: every notification until it is taken or given up, and those of one stream in their order. A receiver
/// may get one twice, and knows it by its delivery id.
/// </summary>
internal sealed partial class NotificationDispatcher : BackgroundService
{
    private const int AtOnce = 8;

    private readonly INotificationStore _store;
    private readonly NotificationOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Dictionary<string, Webhook> _webhooks;
    private readonly WebhookSender _sender;

    public NotificationDispatcher(INotificationStore store, IOptions<NotificationOptions> options, TimeProvider clock, ILogger<NotificationDispatcher> logger)
    {
        (_store, _options, _clock, _logger) = (store, options.Value, clock, logger);
        _webhooks = _options.Webhooks.Select(Webhook.Of).ToDictionary(webhook => webhook.Name, StringComparer.Ordinal);
        _sender = new WebhookSender(new AllowedAddresses([.. _options.AllowedNetworks.Select(network => System.Net.IPNetwork.Parse(network))]), _options.Timeout, clock);
    }

    public override void Dispose()
    {
        _sender.Dispose();
        base.Dispose();
    }

    /// <summary>Tries what is due now, a few at a time.</summary>
    /// <returns>Attempts made.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    internal async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        var leased = await _store.LeaseAsync(_webhooks.Keys, AtOnce, _options.Timeout * 2, cancellationToken);
        await Task.WhenAll(leased.Select(notification => SendAsync(notification, cancellationToken)));
        return leased.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_webhooks.Count == 0)
            return;
        using var timer = new PeriodicTimer(_options.Period, _clock);
        do
        {
            try
            {
                while (await DispatchAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception error) when (error is StoreUnavailableException or NpgsqlException)
            {
                LogAway(_logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SendAsync(LeasedNotification notification, CancellationToken cancellationToken)
    {
        var error = await _sender.SendAsync(_webhooks[notification.Webhook], notification, cancellationToken);
        if (error is null)
        {
            await _store.DeliveredAsync(notification.Id, cancellationToken);
            return;
        }

        var wait = DeliveryBackoff.After(notification.Attempt);
        await _store.FailedAsync(notification, error, wait, cancellationToken);
        if (wait is null)
            LogGivenUp(_logger, notification.Webhook, notification.Event.Stream.ToString(), notification.Event.Version, notification.Attempt, error);
        else
            LogNotTaken(_logger, notification.Webhook, notification.Event.Stream.ToString(), notification.Event.Version, notification.Attempt, error);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook} has not taken event {Version} of {Stream} at attempt {Attempt}: {Error}")]
    private static partial void LogNotTaken(ILogger logger, string webhook, string stream, long version, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Webhook} has not taken event {Version} of {Stream} in {Attempt} attempts, and it was given up: {Error}")]
    private static partial void LogGivenUp(ILogger logger, string webhook, string stream, long version, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notifications wait for the database")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
