using System.Text;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Carries out what a monitor decided. Command ids follow from the report, so repeating an action changes nothing more.</summary>
internal sealed class MonitorActions(IModelGrain model, IRetrainingGrain retraining, TimeProvider clock)
{
    /// <summary>The principal in the audit log.</summary>
    public const string Principal = "drift-monitor";

    /// <summary>Stands before the word of an action that was decided and not yet carried out.</summary>
    public const string Pending = "pending ";

    // As long as the registry takes.
    private const int MaxReason = 2_000;
    private const string RollBack = "rollback";
    private const string Freeze = "freeze";

    /// <summary>The word for an action in reports.</summary>
    public static string WordOf(MonitorActionKind kind) => kind switch
    {
        MonitorActionKind.RollBack => RollBack,
        MonitorActionKind.FreezeAndRetrain => Freeze,
        MonitorActionKind.Thaw => "thaw",
        _ => "none",
    };

    /// <summary>True of the word of an action after which nothing more is done until calm scans have followed.</summary>
    public static bool StartsEpisode(string word) => word is RollBack or Freeze;

    /// <summary>What came of it, in words; null when it could not be carried out now and has to be repeated.</summary>
    public Task<string?> CarryOutAsync(PendingAction action) => action.Kind switch
    {
        MonitorActionKind.RollBack => RollBackAsync(action),
        MonitorActionKind.FreezeAndRetrain => FreezeAsync(action),
        MonitorActionKind.Thaw => ThawAsync(action),
        _ => Task.FromResult<string?>(""),
    };

    private async Task<string?> RollBackAsync(PendingAction action)
    {
        var command = new RollBackModel { To = action.To, Reason = Reason(action), ReportId = action.Report, OnlyFrom = action.From, AsOf = action.AsOf };
        return Outcome(await model.RollBack(Context(action, "rollback"), command), $"rolled back from version {action.From} to {action.To}");
    }

    private async Task<string?> FreezeAsync(PendingAction action)
    {
        var command = new FreezePromotions { Reason = Reason(action), ReportId = action.Report, Features = action.Features, AsOf = action.AsOf };
        var frozen = Outcome(await model.Freeze(Context(action, "freeze"), command), "promotions are frozen");
        if (frozen is null) return null;
        var asked = await retraining.Request(Context(action, "retrain"), Reason(action), action.Report, action.AsOf);
        return Outcome(asked, "retraining is asked for") is { } words ? $"{frozen}; {words}" : null;
    }

    private async Task<string?> ThawAsync(PendingAction action)
    {
        var command = new ThawPromotions { Reason = Reason(action), ReportId = action.Report, AsOf = action.AsOf };
        return Outcome(await model.Thaw(Context(action, "thaw"), command), "promotions are open again");
    }

    private static string? Outcome<T>(Answer<T> answer, string done)
        where T : class => answer.Refusal switch
        {
            null => done,
            { Kind: RefusalKind.Unavailable } => null,
            var refusal => $"refused ({refusal.Code}): {refusal.Detail}",
        };

    private static string Reason(PendingAction action)
    {
        var reason = (action.Drill ? "fire drill: " : "") + action.Why;
        return reason.Length <= MaxReason ? reason : reason[..(MaxReason - 1)] + "…";
    }

    private CommandContext Context(PendingAction action, string step) => new()
    {
        CommandId = DerivedId.Of("drift-action", action.Report.ToString("D"), step),
        Fingerprint = Digest.Of(Encoding.UTF8.GetBytes($"{action.Report:D}/{step}/{action.From}/{action.To}")),
        Principal = Principal,
        Role = Role.Approver,
        At = clock.GetUtcNow(),
    };
}
