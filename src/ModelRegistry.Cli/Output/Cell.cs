using Spectre.Console;

namespace ModelRegistry.Cli.Output;

/// <summary>One cell of a table.</summary>
/// <param name="Colour">On a terminal only.</param>
internal readonly record struct Cell(string Text, Color? Colour = null)
{
    public static implicit operator Cell(string? text) => new(text ?? "");

    public static Cell Good(string text) => new(text, Color.Green);

    public static Cell Bad(string text) => new(text, Color.Red);
}
