using System.Globalization;
using System.Text.Json;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Core.Tests.Tracking;

public sealed class RunRecordTests
{
    [Fact]
    public void Tags_OfARun_AreOneJsonTextByKey()
    {
        Assert.Equal("""{"a b":"ünï","b":""}""", RunRecord.Tags(Run(("b", ""), ("a b", "ünï"), (" no key of a version", "x"))));
        Assert.Null(RunRecord.Tags(Run()));
    }

    [Fact]
    public void Tags_TooLongTogether_AreTheFirstByKey()
    {
        var text = RunRecord.Tags(Run([.. Enumerable.Range(0, 1_000).Select(i => (i.ToString("d4", CultureInfo.InvariantCulture), new string('v', 5_000)))]))!;
        Assert.InRange(text.Length, 500_000, 1_000_000);
        var kept = JsonSerializer.Deserialize<Dictionary<string, string>>(text)!;
        Assert.Equal(Enumerable.Range(0, kept.Count).Select(i => i.ToString("d4", CultureInfo.InvariantCulture)), kept.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Metrics_OfARun_AreThoseThatAreNumbers()
    {
        var run = Run() with { Metrics = [new("auc", 0.5, 1, 1), new("nan", double.NaN, 1, 1), new("inf", double.NegativeInfinity, 1, 1)] };
        Assert.Equal(("auc", 0.5), (Assert.Single(RunRecord.Metrics(run)).Key, RunRecord.Metrics(run)["auc"]));
    }

    private static TrackedRun Run(params (string Key, string Value)[] tags) => new()
    {
        Info = new() { Id = Guid.Empty, ExperimentId = 0, Name = "n", UserId = "u", Status = RunStatus.Running, StartTime = 0, ArtifactUri = "" },
        Tags = [.. tags.Select(tag => new KeyedText(tag.Key, tag.Value))],
    };
}
