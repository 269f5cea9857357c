using System.CommandLine;
using System.Globalization;
using ModelRegistry.Cli.Output;
using ModelRegistry.Postgres.Backup;
using Spectre.Console;

namespace ModelRegistry.Cli.Backup;

/// <summary>Runs a backup or restore: bars on a terminal, and a summary or JSON at the end.</summary>
internal static class BackupReport
{
    /// <param name="hint">What to do next, in lines.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, TimeProvider clock, Func<IProgress<BackupProgress>, Task<BackupResult>> work, Func<BackupResult, string> hint)
    {
        var started = clock.GetTimestamp();
        var done = await WatchAsync(work) with { Seconds = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 1) };
        parsed.Answer(done, screen => Show(screen, done, hint(done)));
        return 0;
    }

    private static Task<BackupResult> WatchAsync(Func<IProgress<BackupProgress>, Task<BackupResult>> work)
    {
        var terminal = Terminal.Error();
        return !terminal.Profile.Capabilities.Interactive
            ? work(new Quiet())
            : terminal.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(context => work(new Bars(context)));
    }

    private static void Show(Screen screen, BackupResult done, string hint)
    {
        var what = done.DataDirectory is null ? $"backed up to {done.File}" : $"restored {done.File} to {done.DataDirectory}";
        screen.Line(FormattableString.Invariant($"{what} in {done.Seconds:0.0} s"));
        screen.Facts(
            ("taken at", $"{Screen.Time(done.TakenAt)} UTC"),
            ("database", $"{Size(done.DatabaseBytes)}, PostgreSQL {done.Server}, schema {done.Schema}"),
            ("artifacts", $"{Counted.Of(done.Artifacts, "file")}, {Size(done.ArtifactBytes)}"),
            ("file", Size(done.FileBytes)));
        screen.Lines(hint);
    }

    private static string Size(long bytes) => bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):n1} MiB");

    /// <summary>One bar per phase.</summary>
    private sealed class Bars(ProgressContext context) : IProgress<BackupProgress>
    {
        private ProgressTask? _bar;

        public void Report(BackupProgress value)
        {
            if (_bar?.Description != value.Phase)
            {
                _bar?.Value(_bar.MaxValue).StopTask();
                _bar = context.AddTask(value.Phase, maxValue: value.Total ?? 1);
                _bar.IsIndeterminate = value.Total is null;
            }

            _bar.MaxValue = value.Total ?? Math.Max(1, value.Done);
            _bar.Value = value.Done;
        }
    }

    private sealed class Quiet : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value)
        {
        }
    }
}
