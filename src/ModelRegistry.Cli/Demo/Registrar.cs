using System.Globalization;
using System.Text.Json.Nodes;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Demo;

/// <summary>Registers versions and takes them through the gates.</summary>
internal sealed class Registrar(DemoWorld world)
{
    private static readonly TimeSpan RoutingPatience = TimeSpan.FromSeconds(20);

    /// <summary>Uploads what was trained and registers it.</summary>
    public async Task<VersionView> RegisterAsync(TrainedVersion trained, string description, int? parent, bool drill, CancellationToken cancellationToken)
    {
        var body = (JsonObject)trained.Registration.DeepClone();
        body["artifact"] = await UploadAsync(trained.Artifact, cancellationToken);
        body["trainingProfile"] = await UploadAsync(trained.Profile, cancellationToken);
        body["description"] = description;
        body["parent"] = parent;
        if (drill)
            body["tags"] = new JsonObject { ["drill"] = "true" };
        return await world.Scientist.PostAsync<VersionView>($"models/{DemoWorld.Model}/versions", body, cancellationToken).OrThrowAsync();
    }

    /// <summary>Asks for promotion by the policy as it stands.</summary>
    public Task<ApiResult<PromotionView>> TryPromoteAsync(int number, string reason, CancellationToken cancellationToken) =>
        world.Scientist.PostAsync<PromotionView>($"ml/{DemoWorld.Model}/promote", new { version = number, reason }, cancellationToken);

    /// <summary>The second principal approves and promotes in spite of the metric gates that failed, each override on record.</summary>
    public async Task<PromotionView> OverrideAsync(int number, IEnumerable<GateResult> failed, string reason, CancellationToken cancellationToken)
    {
        await world.Approver.PostAsync<VersionView>($"models/{DemoWorld.Model}/versions/{number}/approvals", new { comment = reason }, cancellationToken).OrThrowAsync();
        var overrides = failed.Where(g => !g.Passed && IsMetric(g.Gate)).ToDictionary(g => g.Gate, Loosened);
        var promotion = await world.Approver.PostAsync<PromotionView>(
            $"ml/{DemoWorld.Model}/promote", new { version = number, reason, overrides }, cancellationToken).OrThrowAsync();
        await ServedAsync(number, cancellationToken);
        return promotion;
    }

    /// <summary>Waits until the host routes to a version.</summary>
    public Task ServedAsync(int number, CancellationToken cancellationToken) =>
        RoutedAsync(status => status.Serving == number, $"version {number} in production", cancellationToken);

    /// <summary>Waits until the host routes as it was told: a change reaches every host within a poll.</summary>
    public async Task RoutedAsync(Func<DemoStatus, bool> routed, string what, CancellationToken cancellationToken)
    {
        var started = world.Clock.GetTimestamp();
        while (!routed(await world.Scientist.GetAsync<DemoStatus>($"models/{DemoWorld.Model}/status", cancellationToken).OrThrowAsync()))
        {
            if (world.Clock.GetElapsedTime(started) > RoutingPatience)
                throw new DemoException($"after {RoutingPatience.TotalSeconds} s the host still does not route to {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), world.Clock, cancellationToken);
        }
    }

    private async Task<string> UploadAsync(byte[] content, CancellationToken cancellationToken) =>
        (await world.Scientist.PutBytesAsync<Stored>("artifacts", content, cancellationToken).OrThrowAsync()).Digest;

    private static bool IsMetric(string gate) => gate.StartsWith("min_", StringComparison.Ordinal) || gate.StartsWith("max_", StringComparison.Ordinal);

    /// <summary>
    /// Just loose enough for what was measured: the override says how far the policy was from being met. A gate on something that was not
    /// measured is waived.
    /// </summary>
    private static double Loosened(GateResult gate)
    {
        var atLeast = gate.Gate.StartsWith("min_", StringComparison.Ordinal);
        if (!double.TryParse(gate.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return atLeast ? double.NegativeInfinity : double.PositiveInfinity;
        return atLeast ? Math.Floor(value * 1000) / 1000 : Math.Ceiling(Math.Abs(value) * 1000) / 1000;
    }

    private sealed record Stored
    {
        public string Digest { get; init; } = "";
    }
}
