using System.CommandLine;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit</c>: works with the log of all that was done.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Verifies, signs, exports and replays the log of all that was done")
    {
        VerifyCommand.Create(),
        CheckpointCommand.Create(),
        KeyCommand.Create(),
        ExportCommand.Create(),
        RebuildCommand.Create(),
    };
}
