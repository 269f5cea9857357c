using System.CommandLine;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit key</c>.</summary>
internal static class KeyCommand
{
    public static Command Create() =>
        new RegistryCommand("key", "Writes the key that verifies checkpoints, to be kept elsewhere, for audit verify --public-key", "modelreg audit key > audit-key.pub")
            .Does<ShownKey>(call => call.GetAsync("audit/key"), (screen, key) => screen.Lines(key.PublicKey));

    private sealed record ShownKey(string PublicKey, string Sha256);
}
