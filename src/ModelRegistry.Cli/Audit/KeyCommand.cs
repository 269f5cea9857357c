using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit key</c>.</summary>
internal static class KeyCommand
{
    public static Command Create() =>
        new RegistryCommand("key", "Writes the public key of the audit checkpoints; keep it where the registry cannot write, for `audit verify --public-key`", "modelreg audit key > audit-key.pub")
            .Does<ShownKey>(call => call.GetAsync("audit/key"), Show);

    private static void Show(Screen screen, ShownKey key)
    {
        foreach (var line in key.PublicKey.Split('\n'))
            screen.Line(line);
    }

    private sealed record ShownKey(string PublicKey, string Sha256);
}
