using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.Notifications;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Tests.Notifications;

namespace ModelRegistry.Grains.Tests.Registry;

public sealed class GateWebhooksTests
{
    private static readonly ModelHead Model = new() { Id = Commands.NewId(), Name = "m", Lifecycle = LifecycleProfile.Governed, Revision = 12, LatestVersion = 1 };

    private static readonly VersionView Version = new()
    {
        Number = 1,
        SemanticVersion = "1.0.0",
        Stage = Stage.Trained,
        Flavor = "xgboost",
        ArtifactDigest = new string('a', 64),
        CreatedBy = "ada",
        CreatedAt = Commands.Start,
    };

    [Theory]
    [InlineData(200, """{"passed": true}""", true, "passed")]
    [InlineData(200, """{"passed": true, "reason": "risk is fine", "more": 1}""", true, "passed: risk is fine")]
    [InlineData(200, """{"passed": false, "reason": "too\u0000 large\n"}""", false, "refused: too  large ")]
    [InlineData(200, """{"reason": "hm"}""", false, "no answer (it answered without 'passed'); that counts as refused")]
    [InlineData(200, "yes", false, "no answer (its answer is not JSON); that counts as refused")]
    [InlineData(200, "null", false, "no answer (it answered without 'passed'); that counts as refused")]
    [InlineData(500, """{"passed": true}""", false, "no answer (it answered 500); that counts as refused")]
    [InlineData(302, """{"passed": true}""", false, "no answer (it answered 302); that counts as refused")]
    public async Task Ask_WhateverItAnswers_IsAVerdictOnThisRevision(int status, string answer, bool passed, string said)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answers.Enqueue(status);
        receiver.Says = answer;

        var verdict = Assert.Single(await AskAsync(receiver, SilentWebhook.Fails));

        Assert.Equal(new WebhookVerdict { Webhook = "risk", Revision = 12, Number = 1, Passed = passed, Said = said }, verdict);
    }

    [Theory]
    [InlineData(SilentWebhook.Fails, false, "no answer (it did not answer within 0.1 s); that counts as refused")]
    [InlineData(SilentWebhook.Passes, true, "no answer (it did not answer within 0.1 s); that counts as passed")]
    public async Task Ask_NoAnswerInTime_CountsAsTheSettingsSay(SilentWebhook whenSilent, bool passed, string said)
    {
        await using var receiver = await Receiver.StartAsync();
        var patience = new TaskCompletionSource();
        receiver.Patience = patience.Task;

        var verdict = Assert.Single(await AskAsync(receiver, whenSilent, TimeSpan.FromMilliseconds(100)));

        patience.SetResult();
        Assert.Equal((passed, said), (verdict.Passed, verdict.Said));
    }

    [Fact]
    public async Task Ask_SaysWhatItIsAbout_Signed()
    {
        await using var receiver = await Receiver.StartAsync();
        await AskAsync(receiver, SilentWebhook.Fails);

        var (_, headers, body) = Assert.Single(receiver.Received);
        var asked = JsonNode.Parse(body)!;
        Assert.Equal(("m", 12, 1, "Production", "ada"), (asked["model"]!["name"]!.GetValue<string>(), asked["revision"]!.GetValue<int>(),
            asked["version"]!["number"]!.GetValue<int>(), asked["to"]!.GetValue<string>(), asked["principal"]!.GetValue<string>()));
        Assert.Equal("promotion-gate", headers["X-Modelreg-Event"]);
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["X-Modelreg-Timestamp"], CultureInfo.InvariantCulture));
        Assert.Equal(WebhookSignature.Of(Encoding.UTF8.GetBytes("a secret of some length"), at, body), headers["X-Modelreg-Signature"]);
    }

    [Fact]
    public async Task Ask_APolicyWithoutWebhooks_AsksNobody()
    {
        await using var receiver = await Receiver.StartAsync();
        Assert.Empty(await AskAsync(receiver, SilentWebhook.Fails, policy: "defaults: { production: { approvals: 1, webhook_risk: false } }"));
        Assert.Empty(await AskAsync(receiver, SilentWebhook.Fails, to: Stage.Staging));
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task Ask_AWebhookNobodyKnows_IsRefusedWithWhereToNameIt()
    {
        await using var receiver = await Receiver.StartAsync();
        var verdict = Assert.Single(await AskAsync(receiver, SilentWebhook.Passes, policy: "defaults: { production: { webhook_legal: true } }"));
        Assert.Equal((false, "no webhook 'legal' is in the settings, section Gates"), (verdict.Passed, verdict.Said));
    }

    [Theory]
    [InlineData("risk", "http://127.0.0.1/", "a secret of some length", 0.05, "Timeout of webhook 'risk' is 00:00:00.0500000; 100 ms to 1 min")]
    [InlineData("ri sk", "http://127.0.0.1/", "a secret of some length", 5, "'ri sk' has a name that is not")]
    [InlineData("risk", "ftp://127.0.0.1/", "a secret of some length", 5, "the Url of webhook 'risk'")]
    [InlineData("risk", "http://127.0.0.1/", "short", 5, "the Secret of webhook 'risk' has 5 characters")]
    public void Validate_ASettingThatCannotBe_IsNamed(string name, string url, string secret, double seconds, string words)
    {
        var options = new GateOptions { Webhooks = { new() { Name = name, Url = new Uri(url), Secret = secret, Timeout = TimeSpan.FromSeconds(seconds) } } };
        var failure = Assert.Single(new GateOptionsValidator().Validate(name: null, options).Failures!);
        Assert.Contains(words, failure, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, failure, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<WebhookVerdict>> AskAsync(
        Receiver receiver, SilentWebhook whenSilent, TimeSpan? timeout = null, string policy = "defaults: { production: { webhook_risk: true } }", Stage to = Stage.Production)
    {
        var settings = new GateOptions
        {
            Webhooks = { new() { Name = "risk", Url = receiver.Url, Secret = "a secret of some length", WhenSilent = whenSilent, Timeout = timeout ?? TimeSpan.FromSeconds(30) } },
        };
        using var webhooks = new GateWebhooks(
            Options.Create(settings), Options.Create(new NotificationOptions { AllowedNetworks = { "127.0.0.1/32" } }), new Policy(policy), TimeProvider.System);
        return await webhooks.AskAsync(Model, Version, to, Commands.By("ada"), "better", CancellationToken.None);
    }

    private sealed class Policy(string yaml) : IPolicySource
    {
        public PromotionPolicy Current { get; } = PolicyParser.Parse(yaml);
    }
}
