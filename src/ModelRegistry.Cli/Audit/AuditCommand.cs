using System.CommandLine;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit</c>: works with the log of all that was done.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Works with the log of all that was done: verifies it, exports it, has it signed, or makes the tables again from it")
    {
        VerifyCommand.Create(),
        CheckpointCommand.Create(),
        KeyCommand.Create(),
        ExportCommand.Create(),
        RebuildCommand.Create(),
    };
}
