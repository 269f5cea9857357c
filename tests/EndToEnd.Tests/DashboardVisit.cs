using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace EndToEnd.Tests;

/// <summary>A host and a browser before it, for all tests of the dashboard. Neither is started where they are skipped.</summary>
public sealed class DashboardVisit : IAsyncLifetime
{
    private static readonly float Patience = (float)TimeSpan.FromSeconds(20).TotalMilliseconds;

    private DataFolder? _data;
    private SiloRun? _silo;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal SiloRun Silo => _silo!;

    /// <summary>What the pages complained of: errors of scripts, refusals of the content security policy, addresses elsewhere.</summary>
    internal List<string> Complaints { get; } = [];

    public async Task InitializeAsync()
    {
        if (DashboardFactAttribute.WhyNot is not null)
            return;
        _data = new DataFolder();
        _silo = await SiloRun.StartAsync(_data.Path);
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = DashboardFactAttribute.Chromium, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_silo is not null)
            await _silo.StopAsync();
        _silo?.Dispose();
        if (_data is not null)
            await _data.DisposeAsync();
    }

    /// <summary>A tab of its own, with nothing remembered, at an address of the dashboard.</summary>
    internal async Task<IPage> OpenAsync(string address)
    {
        var tab = await _browser!.NewPageAsync(new() { BaseURL = Silo.Address.ToString() });
        tab.SetDefaultTimeout(Patience);
        tab.PageError += (_, error) => Complaints.Add(error);
        tab.Console += (_, said) => Hear(said);
        tab.Request += (_, request) => Watch(request);
        await tab.GotoAsync(address);
        return tab;
    }

    /// <summary>Types the token and sends it.</summary>
    internal static async Task SignInAsync(IPage tab, string token)
    {
        await tab.GetByLabel("Access token").FillAsync(token);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Sends a command over HTTP.</summary>
    internal async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path) { Content = body };
        using var answer = await Silo.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private void Hear(IConsoleMessage said)
    {
        // The browser reports every answer of 400 and above by itself; those are the tests' own affair.
        if (said.Type == "error" && !said.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            Complaints.Add(said.Text);
    }

    private void Watch(IRequest request)
    {
        if (!request.Url.StartsWith(Silo.Address.ToString(), StringComparison.Ordinal))
            Complaints.Add($"asked {request.Url}");
    }
}
