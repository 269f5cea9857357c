using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelRegistry.Cli.Demo;

/// <summary>Units a second of a progress bar.</summary>
internal sealed class RateColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        var rate = seconds > 0 ? task.Value / seconds : 0;
        return new Text(string.Create(CultureInfo.InvariantCulture, $"{rate,8:N0}/s"));
    }
}
