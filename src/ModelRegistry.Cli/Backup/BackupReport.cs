using System.Globalization;
using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Embedded;
using Spectre.Console;

namespace ModelRegistry.Cli.Backup;

/// <summary>Runs a backup or restore: bars on a terminal, a summary or JSON at the end, what went wrong on the error stream.</summary>
internal sealed class BackupReport(IAnsiConsole console, bool json, TimeProvider clock)
{
    private const int Refused = 1;
    private const int Interrupted = 130;

    /// <param name="hint">What to do next, in lines.</param>
    /// <returns>The exit code: 0 when it is done, 1 when it was refused or failed, 130 when it was interrupted.</returns>
    public async Task<int> RunAsync(Func<IProgress<BackupProgress>, Task<BackupResult>> work, Func<BackupResult, string> hint)
    {
        var started = clock.GetTimestamp();
        try
        {
            var done = await WatchAsync(work) with { Seconds = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 1) };
            if (json)
                await console.Profile.Out.Writer.WriteLineAsync(JsonSerializer.Serialize(done, RegistryJson.Options));
            else
                Tell(done, hint(done));
            return 0;
        }
        catch (Exception refused) when (refused is BackupException or EmbeddedPostgresException or FormatException)
        {
            await Console.Error.WriteLineAsync($"modelreg: {refused.Message}");
            return Refused;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("modelreg: interrupted; nothing half-made was left");
            return Interrupted;
        }
    }

    private Task<BackupResult> WatchAsync(Func<IProgress<BackupProgress>, Task<BackupResult>> work) => json || !console.Profile.Capabilities.Interactive
        ? work(new Quiet())
        : console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bars(context)));

    private void Tell(BackupResult done, string hint)
    {
        var what = done.DataDirectory is null ? $"backed up to {done.File}" : $"restored {done.File} to {done.DataDirectory}";
        console.MarkupLineInterpolated($"[green]✓[/] {what} in {done.Seconds:0.0} s");
        console.Write(new Grid().AddColumns(2)
            .AddRow("taken at", $"{done.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
            .AddRow("database", $"{Size(done.DatabaseBytes)}, PostgreSQL {done.Server}, schema {done.Schema}")
            .AddRow("artifacts", $"{done.Artifacts:n0} files, {Size(done.ArtifactBytes)}")
            .AddRow("file", Size(done.FileBytes)));
        console.WriteLine(hint);
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
