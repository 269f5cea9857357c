using System.CommandLine;

namespace ModelRegistry.Cli.Client;

/// <summary>What the help calls the value of an option that has no name of its own: its kind, which says more than the option's name once more.</summary>
internal static class ValueNames
{
    private static readonly Dictionary<Type, string> Kinds = new()
    {
        [typeof(string)] = "TEXT",
        [typeof(int)] = "NUMBER",
        [typeof(double)] = "NUMBER",
        [typeof(DateOnly)] = "DATE",
        [typeof(Uri)] = "URL",
        [typeof(FileInfo)] = "FILE",
        [typeof(DirectoryInfo)] = "FOLDER",
        [typeof(FileSystemInfo)] = "PATH",
    };

    /// <summary>Names the values of all options of a command and those below it.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in command.Options)
            option.HelpName ??= Kinds.GetValueOrDefault(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType);
        foreach (var below in command.Subcommands)
            AddTo(below);
    }
}
