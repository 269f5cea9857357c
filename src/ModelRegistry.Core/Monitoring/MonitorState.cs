using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Monitoring.Events;

namespace ModelRegistry.Core.Monitoring;

/// <summary>What was decided about a monitor: the fold of its events.</summary>
public sealed record MonitorState
{
    public required Guid ModelId { get; init; }

    /// <summary>Null until configured: then the policy file's.</summary>
    public MonitorPolicy? Policy { get; init; }

    public static Decision<MonitorEvent> Configure(CommandContext context, MonitorPolicy policy)
    {
        if (context.Role < Role.Approver)
        {
            return Decide.Refuse(
                RefusalKind.Forbidden,
                "configure_needs_approver",
                $"'{context.Principal}' has the role {context.Role}; changing how a model is watched needs approver or admin.");
        }

        return MonitorPolicyRules.Check(policy) is { } wrong
            ? Decide.Refuse(RefusalKind.Invalid, "invalid_monitor_policy", "The monitor policy cannot be used: " + wrong)
            : Decide.Events<MonitorEvent>(new MonitorConfigured { Policy = policy });
    }

    public MonitorState Apply(MonitorEvent @event) => @event switch
    {
        MonitorConfigured configured => this with { Policy = configured.Policy },
        _ => this,
    };
}
