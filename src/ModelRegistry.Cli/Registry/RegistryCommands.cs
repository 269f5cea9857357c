using System.CommandLine;
using ModelRegistry.Cli.Completion;
using ModelRegistry.Cli.Login;

namespace ModelRegistry.Cli.Registry;

/// <summary>The commands that work with a registry over HTTP.</summary>
internal static class RegistryCommands
{
    public static IEnumerable<Command> Create() =>
    [
        LoginCommand.Create(),
        LogoutCommand.Create(),
        ModelCommands.Create(),
        VersionCommands.Create(),
        RegisterCommand.Create(),
        .. PromotionCommands.Create(),
        AliasCommands.Create(),
        ArtifactCommands.Create(),
        HistoryCommand.Create(),
        SearchCommand.Create(),
        CompareCommand.Create(),
        LineageCommand.Create(),
        PolicyCommands.Create(),
        TokenCommands.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        CompletionCommand.Create(),
    ];
}
