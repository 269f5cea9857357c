using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg promote</c>, <c>transition</c>, <c>rollback</c> and <c>approve</c>: versions on their way.</summary>
internal static class PromotionCommands
{
    private static readonly Argument<Stage> Where = new("STAGE") { Description = $"Where it goes: {string.Join(", ", Enum.GetNames<Stage>())}", HelpName = "STAGE" };
    private static readonly Option<Stage> To = new("--to") { Description = "Where it goes: Staging or Production", HelpName = "STAGE", DefaultValueFactory = _ => Stage.Production };
    private static readonly Option<string?> BackTo = new("--to") { Description = "The version to return to; the one that was in production before otherwise" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; it stays in the history", Required = true };
    private static readonly Option<bool> AsNewVersion = new("--as-new-version") { Description = "As a copy with the next number" };
    private static readonly Option<string?> Comment = new("--comment") { Description = "What was looked at" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what would happen, and change nothing; exit code 1 where it would be refused" };
    private static readonly Option<ImmutableDictionary<string, double>> Overrides =
        Pairs.Numbers("--override", "A gate's threshold in place of the policy's (-Infinity waives a min_ gate, Infinity a max_ one); to loosen needs an approver");

    public static IEnumerable<RegistryCommand> Create() =>
    [
        new RegistryCommand("promote", "Promotes a version to production, if the gates of the policy let it", "modelreg promote fraud 1 --reason \"better on the hold-out\" --override min_rank_ic=0.02")
        {
            Given.Model, Given.Version, To, Given.Reason, Overrides, DryRun,
        }.Does<JsonObject>(PromoteAsync, ShowMove, Code),
        new RegistryCommand("transition", "Moves a version from its stage to one that may follow", "modelreg transition fraud 2 Validated --reason \"checked by hand\"")
        {
            Given.Model, Given.Version, Where, Given.Reason, Overrides, DryRun,
        }.Does<JsonObject>(TransitionAsync, ShowMove, Code),
        new RegistryCommand("rollback", "Returns to a version that was in production before", "modelreg rollback fraud --to 1 --reason \"worse since Monday\" --as-new-version")
        {
            Given.Model, BackTo, Reason, AsNewVersion,
        }.Does<PromotionView>(RollBackAsync, Show),
        new RegistryCommand("approve", "Approves a version; its author cannot", "modelreg approve fraud 1 --comment \"figures checked\"") { Given.Model, Given.Version, Comment }
            .Does<VersionView>(
                call => call.PostAsync($"{call.VersionPath()}/approvals", new { comment = call.Given.GetValue(Comment) }),
                (screen, version) => screen.Line(FormattableString.Invariant($"version {version.Number} approved by {string.Join(", ", version.ApprovedBy)}"))),
    ];

    private static Task<JsonNode> PromoteAsync(RegistryCall call) => call.PostAsync(
        $"ml/{Uri.EscapeDataString(call.Given.GetRequiredValue(Given.Model))}/promote{Query(call)}",
        new { version = call.Given.GetRequiredValue(Given.Version), to = call.Given.GetValue(To), reason = call.Why(), overrides = call.Given.GetRequiredValue(Overrides) });

    private static Task<JsonNode> TransitionAsync(RegistryCall call) => call.PostAsync(
        $"{call.VersionPath()}/transitions{Query(call)}",
        new { to = call.Given.GetValue(Where), reason = call.Why(), overrides = call.Given.GetRequiredValue(Overrides) });

    private static Task<JsonNode> RollBackAsync(RegistryCall call) => call.PostAsync(
        $"{call.ModelPath()}/rollback",
        new { to = call.Given.GetValue(BackTo), reason = call.Given.GetRequiredValue(Reason), asNewVersion = call.Given.GetValue(AsNewVersion) });

    private static string Query(RegistryCall call) => call.Given.GetValue(DryRun) ? "?dryRun=true" : "";

    /// <summary>A dry run answers with a review, anything else with what was done.</summary>
    private static PromotionReview? Review(JsonObject answer) => answer.ContainsKey("wouldPass") ? answer.Deserialize<PromotionReview>(RegistryJson.Options) : null;

    private static int Code(JsonObject answer) => Review(answer) is { WouldPass: false } ? ExitCodes.Refused : 0;

    private static void ShowMove(Screen screen, JsonObject answer)
    {
        if (Review(answer) is { } review)
            Show(screen, review);
        else
            Show(screen, answer.Deserialize<PromotionView>(RegistryJson.Options)!);
    }

    private static void Show(Screen screen, PromotionReview review)
    {
        screen.Line(review.WouldPass ? $"it would pass: {Way(review.Walked)}" : $"it would be refused: {review.Refusal?.Detail}");
        if (!review.Gates.IsEmpty)
            screen.Gates(review.Gates);
    }

    private static void Show(Screen screen, PromotionView moved)
    {
        var left = moved.Previous is { } previous ? FormattableString.Invariant($"; version {previous} left production") : "";
        screen.Line(FormattableString.Invariant($"version {moved.Version.Number} is in {moved.Version.Stage}{left}"));
        if (!moved.Gates.IsEmpty)
            screen.Gates(moved.Gates);
    }

    private static string Way(ImmutableArray<string> walked) => walked.IsEmpty ? "no arrow is needed" : string.Join(", ", walked);
}
