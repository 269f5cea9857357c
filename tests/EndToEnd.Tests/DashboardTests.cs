using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;

namespace EndToEnd.Tests;

/// <summary>The dashboard as it was built, in a browser, before a running registry.</summary>
public sealed class DashboardTests(DashboardVisit visit) : IClassFixture<DashboardVisit>
{
    [DashboardFact]
    public async Task SignIn_GoodToken_ShowsAModelAndTheStagesOfItsVersions()
    {
        // A name that is markup, and that changes when it is decoded once too often.
        const string Name = "größe <i>100%25 #1?";
        await MakeAsync(Name);
        var tab = await visit.OpenAsync("/");
        await DashboardVisit.SignInAsync(tab, SiloRun.Token);
        await tab.GetByRole(AriaRole.Link, new() { Name = Name, Exact = true }).ClickAsync();

        await Assertions.Expect(tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Name);
        var versions = tab.GetByRole(AriaRole.Region, new() { Name = "Versions" }).GetByRole(AriaRole.Table);
        await Assertions.Expect(versions.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Assertions.Expect(versions.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("v2");
        await Assertions.Expect(versions.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Traineddrill");
        await Assertions.Expect(versions.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("Production");
        await Assertions.Expect(versions.GetByRole(AriaRole.Row).Nth(2)).ToContainTextAsync("−0.0272");
        await Assertions.Expect(tab.GetByRole(AriaRole.Region, new() { Name = "Lineage" }).Last.GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        await Assertions.Expect(tab.GetByText("because the test says so").First).ToBeVisibleAsync();

        await tab.ReloadAsync();
        await Assertions.Expect(tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Name);
        Assert.Empty(visit.Complaints);
    }

    [DashboardFact]
    public async Task SignIn_WrongToken_SaysSoAndLetsNobodyIn()
    {
        var tab = await visit.OpenAsync("/models");
        await DashboardVisit.SignInAsync(tab, "mr_wrong");

        await Assertions.Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("This token is not taken");
        await Assertions.Expect(tab.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        await DashboardVisit.SignInAsync(tab, "größe");
        await Assertions.Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is no token");
        Assert.Empty(visit.Complaints);
    }

    [DashboardFact]
    public async Task Token_NoLongerTaken_ReturnsToTheSignInPage()
    {
        var tab = await visit.OpenAsync("/experiments");
        await DashboardVisit.SignInAsync(tab, SiloRun.Token);
        await Assertions.Expect(tab.GetByText("No A/B test was planned yet")).ToBeVisibleAsync();

        // A revoked token is believed for some seconds more; one that never was is refused at once.
        await tab.EvaluateAsync("sessionStorage.setItem('modelregistry.token', 'mr_gone')");
        await tab.GetByRole(AriaRole.Link, new() { Name = "Deployment" }).ClickAsync();
        await Assertions.Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync("no longer taken");
        await DashboardVisit.SignInAsync(tab, SiloRun.Token);
        await Assertions.Expect(tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Deployment");
        Assert.Empty(visit.Complaints);
    }

    [DashboardFact]
    public async Task Open_PageOfAModelThatIsNotThere_SaysSoAfterSignIn()
    {
        var tab = await visit.OpenAsync("/monitoring/nobody");
        await DashboardVisit.SignInAsync(tab, SiloRun.Token);

        await Assertions.Expect(tab.GetByRole(AriaRole.Alert).First).ToContainTextAsync("there is no model 'nobody'");
        Assert.Empty(visit.Complaints);
    }

    [DashboardFact]
    public async Task Get_PageAssetAndApi_EachByItsOwnRules()
    {
        using var page = await visit.Silo.Http.GetAsync("monitoring/any%20name/reports/1");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.True(page.Headers.CacheControl!.NoCache);
        Assert.StartsWith("default-src 'none'; script-src 'self';", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        var script = (await page.Content.ReadAsStringAsync()).Split('"').Single(part => part.EndsWith(".js", StringComparison.Ordinal));
        using var asset = await visit.Silo.Http.GetAsync(script.TrimStart('/'));
        Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        Assert.Equal(TimeSpan.FromDays(365), asset.Headers.CacheControl!.MaxAge);

        using var unknown = await visit.Silo.Http.GetAsync("api/v1/nothing");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>A model with a version in production and a drill that came from it.</summary>
    private async Task MakeAsync(string name)
    {
        using var created = JsonContent.Create(new { name, lifecycle = "open" });
        await visit.SendAsync(HttpMethod.Post, "models", created);
        using var bytes = new ByteArrayContent(Encoding.UTF8.GetBytes(TinyModel.Json));
        var artifact = (await visit.SendAsync(HttpMethod.Put, "artifacts", bytes)).GetProperty("digest").GetString();
        var versions = $"models/{Uri.EscapeDataString(name)}/versions";
        using var first = JsonContent.Create(new { flavor = "xgboost", artifact, metrics = new { rank_ic = -0.02717 } });
        await visit.SendAsync(HttpMethod.Post, versions, first);
        using var drill = JsonContent.Create(new { flavor = "xgboost", artifact, parent = 1, tags = new { drill = "true" } });
        await visit.SendAsync(HttpMethod.Post, versions, drill);
        using var moved = JsonContent.Create(new { to = "Production", reason = "because the test says so" });
        await visit.SendAsync(HttpMethod.Post, $"{versions}/1/transitions", moved);
    }
}
