using System.CommandLine;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Output;

/// <summary>Where the answer of a command goes: to people, or with <c>--json</c> to a program.</summary>
internal static class Answers
{
    /// <summary>What every command takes.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Write JSON instead of text, also of what goes wrong" };

    public static bool WantsJson(this ParseResult parsed) => parsed.GetValue(Json);

    /// <summary>Writes the answer as JSON if that is wanted, and shows it to people otherwise.</summary>
    public static void Answer(this ParseResult parsed, object answer, Action<Screen> show)
    {
        if (parsed.WantsJson())
            WriteJson(parsed.InvocationConfiguration.Output, answer);
        else
            show(Screen.Of(parsed));
    }

    /// <summary>One document in one line.</summary>
    public static void WriteJson(TextWriter output, object document) => output.WriteLine(JsonSerializer.Serialize(document, RegistryJson.Options));
}
