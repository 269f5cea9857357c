using System.Globalization;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Grains.EventLog;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>Commands of the registry, each with an id of its own.</summary>
internal static class Commands
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static Guid NewId() => Guid.CreateVersion7(Start);

    public static CommandContext By(string principal = "ada", Role role = Role.Admin) => new()
    {
        CommandId = NewId(),
        Fingerprint = "0123",
        Principal = principal,
        Role = role,
        At = Start,
    };

    /// <summary>A command as the ledger of a model carries it out.</summary>
    public static StreamCommand<ModelState, ModelEvent, ModelHead> ToDecide(CommandContext context, Func<ModelState, Decision<ModelEvent>> decide) => new()
    {
        Context = context,
        Decide = (state, _) => ValueTask.FromResult(decide(state)),
        Answer = (state, _) => ModelViews.HeadOf(state),
    };

    public static RegisterVersion Version(int artifact = 1) => new()
    {
        Flavor = "xgboost",
        ArtifactDigest = artifact.ToString("x64", CultureInfo.InvariantCulture),
        ArtifactSize = 100,
        Type = "ranking",
        Signature = new Signature { Inputs = [new SignatureField { Name = "momentum_1m" }], Outputs = [new SignatureField { Name = "score" }] },
    };
}
