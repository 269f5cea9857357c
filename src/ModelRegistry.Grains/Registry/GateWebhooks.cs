using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.Notifications;

namespace ModelRegistry.Grains.Registry;

/// <summary>
/// Asks the webhooks that the policy wants asked, before the command goes to the model's grain, which calls no network. What they say holds for
/// one revision of the model.
/// </summary>
public sealed class GateWebhooks : IDisposable
{
    private const int LongestReason = 500;
    private const string Event = "promotion-gate";

    private readonly IPolicySource policies;
    private readonly Dictionary<string, Gate> gates;

    public GateWebhooks(IOptions<GateOptions> options, IOptions<NotificationOptions> notifications, IPolicySource policies, TimeProvider clock)
    {
        this.policies = policies;
        var allowed = new AllowedAddresses([.. notifications.Value.AllowedNetworks.Select(network => IPNetwork.Parse(network))]);
        gates = options.Value.Webhooks.ToDictionary(
            webhook => webhook.Name, webhook => new Gate(Webhook.Of(webhook), new WebhookSender(allowed, webhook.Timeout, clock), webhook.WhenSilent), StringComparer.Ordinal);
    }

    /// <summary>True when a gate was judged by an answer about an earlier revision, so that asking again may help.</summary>
    public static bool AreStale(Refusal? refusal) => refusal is not null && refusal.Gates.Any(WebhookGate.IsStale);

    public void Dispose()
    {
        foreach (var gate in gates.Values)
            gate.Sender.Dispose();
    }

    /// <summary>Asks about a version that is to enter Staging or Production.</summary>
    /// <param name="model">The model as it is; the answers are bound to its revision.</param>
    /// <param name="version">The version.</param>
    /// <param name="to">Where it is to go.</param>
    /// <param name="context">Who wants it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>One verdict a webhook; none where the policy asks for none.</returns>
    public async Task<ImmutableArray<WebhookVerdict>> AskAsync(
        ModelHead model, VersionView version, Stage to, CommandContext context, string reason, CancellationToken cancellationToken)
    {
        var names = GateResolver.Webhooks(policies.Current, model.Name, version.Type, to);
        if (names.IsEmpty)
            return [];
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { model = new { model.Id, model.Name, model.Production }, model.Revision, version, to, principal = context.Principal, reason }, RegistryJson.Options);
        return [.. await Task.WhenAll(names.Select(name => AskAsync(name, model, version, $"{context.CommandId:D}/{model.Revision}", body, cancellationToken)))];
    }

    private async Task<WebhookVerdict> AskAsync(string name, ModelHead model, VersionView version, string delivery, byte[] body, CancellationToken cancellationToken)
    {
        var (passed, said) = gates.TryGetValue(name, out var gate)
            ? Read(await gate.Sender.PostAsync(gate.Webhook, delivery, Event, body, cancellationToken), gate.WhenSilent)
            : (false, $"no webhook '{name}' is in the settings, section {GateOptions.Section}");
        return new WebhookVerdict { Webhook = name, Revision = model.Revision, Number = version.Number, Passed = passed, Said = said };
    }

    private static (bool Passed, string Said) Read((byte[]? Answer, string? Error) got, SilentWebhook whenSilent)
    {
        if (got.Error is { } error)
            return Silent(error, whenSilent);
        try
        {
            var answer = JsonSerializer.Deserialize<GateAnswer>(got.Answer, RegistryJson.Options);
            if (answer?.Passed is not { } passed)
                return Silent("it answered without 'passed'", whenSilent);
            var word = passed ? "passed" : "refused";
            return (passed, string.IsNullOrWhiteSpace(answer.Reason) ? word : $"{word}: {Printable(answer.Reason)}");
        }
        catch (JsonException)
        {
            return Silent("its answer is not JSON", whenSilent);
        }
    }

    private static (bool Passed, string Said) Silent(string error, SilentWebhook whenSilent)
        => (whenSilent == SilentWebhook.Passes, $"no answer ({error}); that counts as {(whenSilent == SilentWebhook.Passes ? "passed" : "refused")}");

    // It goes into the event log and onto screens.
    private static string Printable(string text)
    {
        var clean = string.Concat(text.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? " " : rune.ToString()));
        return clean.Length <= LongestReason ? clean : string.Concat(clean.AsSpan(0, char.IsHighSurrogate(clean[LongestReason - 1]) ? LongestReason - 1 : LongestReason), "…");
    }

    private sealed record Gate(Webhook Webhook, WebhookSender Sender, SilentWebhook WhenSilent);
}
