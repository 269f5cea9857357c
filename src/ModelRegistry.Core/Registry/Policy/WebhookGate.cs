using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>What a webhook said before the command was sent; it must have been asked about this version at this revision of the model.</summary>
public static class WebhookGate
{
    private const string Stale = "ask again";

    internal static (bool Met, string Value) Judge(GateRule rule, ImmutableArray<WebhookVerdict> verdicts, int number, long revision)
    {
        var name = rule.Key[GateKeys.Webhook.Length..];
        var said = verdicts.FirstOrDefault(verdict => verdict.Webhook == name && verdict.Number == number);
        if (said is null)
            return (false, "not asked");
        return said.Revision == revision ? (said.Passed, said.Said) : (false, $"was asked at revision {said.Revision}, the model is at {revision}: {Stale}");
    }

    /// <summary>Whether a gate failed only because the model has changed since the webhook was asked.</summary>
    public static bool IsStale(GateResult gate) => GateKeys.IsWebhook(gate.Gate) && !gate.Passed && gate.Value.EndsWith(Stale, StringComparison.Ordinal);
}
