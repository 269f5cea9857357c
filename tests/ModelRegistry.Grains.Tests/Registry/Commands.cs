using System.Globalization;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;

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

    public static RegisterVersion Version(int artifact = 1) => new()
    {
        Flavor = "xgboost",
        ArtifactDigest = artifact.ToString("x64", CultureInfo.InvariantCulture),
        ArtifactSize = 100,
        Type = "ranking",
        Signature = new Signature { Inputs = [new SignatureField { Name = "momentum_1m" }], Outputs = [new SignatureField { Name = "score" }] },
    };
}
