using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Contracts;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Grains.Experiments;

/// <summary>The commands that follow from a verdict.</summary>
internal static class FollowUp
{
    /// <summary>The same id and fingerprint whenever it is made for the same test, verdict and step.</summary>
    public static CommandContext Of(ExperimentState state, string step, DateTimeOffset now)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"experiment/{state.Id:D}/{state.Verdict?.Outcome}/{state.Verdict?.Winner}/{step}");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(what));
        return new CommandContext
        {
            CommandId = new Guid(digest.AsSpan(0, 16), bigEndian: true),
            Fingerprint = Convert.ToHexStringLower(digest),
            Principal = $"experiment {state.Plan?.Name}",
            Role = Role.Scientist,
            At = now,
        };
    }
}
