using System.Net.Http.Headers;

namespace EndToEnd.Tests;

/// <summary>A host on a data folder of its own.</summary>
internal sealed class SiloRun : IDisposable
{
    public const string Token = "mr_a-token-for-end-to-end-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ProgramRun _run;

    private SiloRun(ProgramRun run, Uri address)
    {
        _run = run;
        Address = address;
        Http = new HttpClient { BaseAddress = address };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public Uri Address { get; }

    /// <summary>An admin's client.</summary>
    public HttpClient Http { get; }

    public string Said => _run.Said;

    public static Task<SiloRun> StartAsync(string dataDirectory, string urls = "http://127.0.0.1:0") =>
        StartAsync(Programs.Start(Programs.Silo, ["--data-dir", dataDirectory, "--urls", urls], Environment(dataDirectory)));

    /// <summary>
    /// In a session and so in a process group of its own, as a terminal starts it. What runs in the background of a script has Ctrl-C ignored and hands that
    /// on to what it starts, so it is set back.
    /// </summary>
    public static Task<SiloRun> StartInGroupAsync(string dataDirectory) =>
        StartAsync(Programs.Start("env", ["--default-signal=INT", "setsid", Programs.Silo, "--data-dir", dataDirectory, "--urls", "http://127.0.0.1:0"], Environment(dataDirectory)));

    /// <summary>Once a host that was started says that it is ready.</summary>
    public static async Task<SiloRun> StartAsync(ProgramRun run)
    {
        var ready = run.LineAsync("ready http");
        if (await Task.WhenAny(ready, run.Process.WaitForExitAsync()).WaitAsync(Patience) != ready)
            throw new InvalidOperationException($"the host ended before it was ready:\n{run.Said}");
        return new SiloRun(run, new Uri((await ready)["ready ".Length..].Trim() + "/"));
    }

    /// <summary>kill -9, and wait until it is gone.</summary>
    public async Task KillAsync()
    {
        _run.Process.Kill();
        await _run.Process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGTERM, and wait until it has drained.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync() => SignalAsync("TERM", _run.Process.Id);

    /// <summary>SIGINT to its whole process group, as Ctrl-C in a terminal sends it, and wait until it has drained.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> InterruptGroupAsync() => SignalAsync("INT", -_run.Process.Id);

    private static (string, string)[] Environment(string dataDirectory) => [("MODELREG_ADMIN_TOKEN", Token), .. SiloPorts.Of(dataDirectory)];

    private async Task<int> SignalAsync(string signal, int target)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", "--", target.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await _run.ExitAsync(Patience);
    }

    public void Dispose()
    {
        Http.Dispose();
        _run.Dispose();
    }
}
