using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class RegistrationTests
{
    private static readonly RegisterVersion First = Version("momentum") with
    {
        Params = ImmutableDictionary<string, string>.Empty.Add("depth", "4"),
        Manifest = new Manifest { FeatureGraphHash = "g1", TrainingConfigHash = "c1", DatasetHash = "d1" },
    };

    public static TheoryData<string, string, string> Bumps => new()
    {
        { "data", "1.0.1", "only the data" },
        { "params", "1.1.0", "hyper-parameters changed against version 1 (1.0.0)" },
        { "features", "1.1.0", "the features changed" },
        { "inputs", "2.0.0", "the signature changed" },
        { "type", "2.0.0", "the signature changed" },
        { "outputs", "2.0.0", "the signature changed" },
    };

    [Theory]
    [MemberData(nameof(Bumps))]
    public void Register_AutoBump_FollowsWhatChanged(string what, string version, string why)
    {
        var next = what switch
        {
            "data" => First with { Manifest = First.Manifest with { DatasetHash = "d2", TrainingConfigHash = "c2" } },
            "params" => First with { Params = First.Params.SetItem("depth", "6") },
            "features" => First with { Manifest = First.Manifest with { FeatureGraphHash = "g2" } },
            "inputs" => First with { Signature = Version("momentum", "volume").Signature },
            "type" => First with { Signature = new Signature { Inputs = [new SignatureField { Name = "momentum", Type = "float" }] } },
            _ => First with { Signature = First.Signature with { Outputs = [new SignatureField { Name = "score" }] } },
        };
        var model = new TestModel().Register(First).Register(next);
        var view = model.State.Find(2)!.View;
        Assert.Equal(version, view.SemanticVersion);
        Assert.Contains(why, view.BumpReason, StringComparison.Ordinal);
        Assert.Equal("1.0.0", model.State.Find(1)!.View.SemanticVersion);
    }

    [Fact]
    public void Register_ParentNamed_ComparesWithItAndGoesAboveTheHighest()
    {
        var model = new TestModel().Register(First).Register(First with { SemanticVersion = "3.2.1", Params = First.Params.SetItem("depth", "9") });
        model.Register(First with { ParentVersion = 1 });
        Assert.Equal("3.2.2", model.State.Find(3)!.View.SemanticVersion);
    }

    [Theory]
    [InlineData("3.0.0", null, "version_taken")]
    [InlineData("2.9.9", null, "version_too_low")]
    [InlineData("4", null, "invalid_version")]
    [InlineData("4.0.0-beta", null, "invalid_version")]
    [InlineData("04.0.0", null, "invalid_version")]
    [InlineData("4.0.0\n", null, "invalid_version")]
    [InlineData("9999999999.0.0", null, "invalid_version")]
    [InlineData("4.0.0", "major", "invalid_bump")]
    [InlineData(null, "huge", "invalid_bump")]
    [InlineData(null, "2", "invalid_bump")]
    public void Register_VersionCannotBe_SaysWhatWouldBe(string? version, string? bump, string code)
    {
        var model = new TestModel().Register(First with { SemanticVersion = "3.0.0" });
        Refused(code, Registration.Decide(model.State, First with { SemanticVersion = version, Bump = bump }, By()));
    }

    [Theory]
    [InlineData("major", "2.0.0")]
    [InlineData("Minor", "1.1.0")]
    [InlineData("patch", "1.0.1")]
    [InlineData("auto", "1.0.1")]
    public void Register_BumpAskedFor_IsDone(string bump, string version)
        => Assert.Equal(version, new TestModel().Register(First).Register(First with { Bump = bump }).State.Find(2)!.View.SemanticVersion);

    public static TheoryData<string, RegisterVersion> Bad => new()
    {
        { "invalid_digest", First with { ArtifactDigest = "abc" } },
        { "invalid_digest", First with { ReferenceProfileDigest = new string('A', 64) } },
        { "invalid_size", First with { ArtifactSize = -1 } },
        { "invalid_stage", First with { InitialStage = Stage.Production } },
        { "version_not_found", First with { ParentVersion = 7 } },
        { "invalid_name", First with { Flavor = "" } },
        { "invalid_name", First with { Metrics = ImmutableDictionary<string, double>.Empty.Add("", 1) } },
        { "duplicate_field", First with { Signature = Version("a", "a").Signature } },
        { "invalid_config", First with { Manifest = new Manifest { Config = "{" } } },
        { "invalid_samples", First with { Manifest = new Manifest { Samples = -1 } } },
        { "invalid_span", First with { Manifest = new Manifest { TrainFrom = Start, TrainTo = Start.AddDays(-1) } } },
        { "text_too_long", First with { Description = new string('x', 20_001) } },
        { "invalid_text", First with { Description = "a\0b" } },
        { "too_many", First with { Params = Enumerable.Range(0, 1001).ToImmutableDictionary(i => $"p{i}", _ => "1") } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Register_NotWhole_IsRefused(string code, RegisterVersion version)
        => Refused(code, Registration.Decide(new TestModel().State, version, By()));

    [Fact]
    public void Register_DrillTag_IsShown()
    {
        var drill = First with { Tags = ImmutableDictionary<string, string>.Empty.Add("drill", "true") };
        Assert.True(new TestModel().Register(drill).State.Find(1)!.View.Drill);
        Assert.False(new TestModel().Register(First).State.Find(1)!.View.Drill);
    }

    [Fact]
    public void Register_SameContent_HasTheSameManifestDigestWhateverTheOrderOfKeys()
    {
        var one = First with { Params = ImmutableDictionary.CreateRange(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create($"p{i}", "1"))) };
        var other = First with { Params = ImmutableDictionary.CreateRange(Enumerable.Range(0, 50).Reverse().Select(i => KeyValuePair.Create($"p{i}", "1"))) };
        Assert.Equal(DigestOf(one), DigestOf(other));
        Assert.NotEqual(DigestOf(one), DigestOf(First));

        static string DigestOf(RegisterVersion version) => ((VersionRegistered)new TestModel().Register(version).Last[0]).ManifestDigest;
    }

    [Fact]
    public void Anything_ByViewerOrOnAModelThatDoesNotExist_IsRefused()
    {
        var none = ModelState.Empty(Guid.Empty);
        Refused("model_not_found", Registration.Decide(none, First, By()));
        Refused("model_not_found", Rollback.Decide(none, new RollBackModel { Reason = "r" }, By()));
        Refused("role_too_low", Registration.Decide(new TestModel().State, First, By(role: Role.Viewer)));
        Refused("role_too_low", Creation.Decide(none, new CreateModel { Name = "m" }, By(role: Role.Viewer)));
        Refused("model_exists", Creation.Decide(new TestModel().State, new CreateModel { Name = "m" }, By()));
    }
}
