using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Registry;

/// <summary>
/// One principal vouches for a version, once, and never for their own. The artifact of a version never changes; when the policy's gates for it do, what was
/// approved before counts no more, and each may approve again.
/// </summary>
public static class Approval
{
    /// <param name="state">The model.</param>
    /// <param name="command">Which version.</param>
    /// <param name="context">Who approves.</param>
    /// <param name="policy">In force.</param>
    /// <param name="manifest">What the tables know of the version, where its manifest is open.</param>
    public static Decision<ModelEvent> Decide(ModelState state, ApproveVersion command, CommandContext context, PromotionPolicy policy, OpenManifest? manifest = null)
    {
        if (ModelRefusals.Check(state, context) is { } refusal)
            return refusal;
        if (state.Find(command.Number) is not { } row)
            return ModelRefusals.NoVersion(state, command.Number);
        var gates = GateResolver.Digest(policy, state.Name!, row.View.Type);
        if (Judge(state, row, context, gates) is { } no)
            return no;
        if (TextRules.Check("comment", command.Comment, TextRules.MaxReason) is { } tooLong)
            return tooLong;
        if (row.View.ManifestOpen && manifest is not { RunEnded: true })
        {
            return ModelRefusals.Conflict(
                "manifest_open", $"The run of version {row.Number} of '{state.Name}' goes on, and what it logs becomes the version's; approve the version when the run has ended.");
        }

        var approved = new VersionApproved { Number = row.Number, Principal = context.Principal, Role = context.Role, Comment = command.Comment, GatesDigest = gates };
        return new Decision<ModelEvent> { Events = [.. ManifestClosing.Before(state, row, manifest, ManifestClosing.Approval), approved] };
    }

    private static Refusal? Judge(ModelState state, VersionRow row, CommandContext context, string gates)
    {
        var version = $"version {row.Number} of '{state.Name}'";
        if (context.Role < Role.Approver)
            return ModelRefusals.Forbidden("approval_needs_approver", $"'{context.Principal}' has the role {context.Role}; approving {version} needs approver or admin.");
        if (Same(row.View.CreatedBy, context.Principal))
        {
            return Core.Decide.Refuse(
                RefusalKind.Refused, "own_approval", $"'{context.Principal}' registered {version}, so their approval does not count; another principal has to approve it.");
        }

        if (row.Stage == Stage.Archived)
            return ModelRefusals.Conflict("version_archived", $"Approving {version} has no effect: it is Archived.");
        return row.Approvals.Any(by => Same(by.Principal, context.Principal) && by.CountsUnder(gates))
            ? ModelRefusals.Conflict("already_approved", $"'{context.Principal}' has approved {version} already; each principal counts once.")
            : null;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
