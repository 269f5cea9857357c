using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.ReadModels;

/// <summary>Appends events of models as commands would.</summary>
internal sealed class ModelHistory(TestDatabase database)
{
    /// <summary>Whose versions come from elsewhere.</summary>
    public static readonly Guid Run = Guid.Parse("0197a3c5-0000-7000-8000-000000000001");

    private readonly Dictionary<Guid, long> _versions = [];
    private int _commands;

    public EventStore Store { get; } = new(database.DataSource, [new ModelProjection()]);

    public async Task<AppendResult> AppendAsync(Guid model, params ModelEvent[] events)
    {
        var version = _versions.GetValueOrDefault(model);
        var result = await Store.AppendAsync(Requests.Append(new StreamId("model", model), version, ++_commands, events.Select(Write)));
        if (result.Status == AppendStatus.Committed)
            _versions[model] = version + events.Length;
        return result;
    }

    public Task<AppendResult> CreateAsync(Guid model, string name, LifecycleProfile lifecycle = LifecycleProfile.Governed) =>
        AppendAsync(model, new ModelCreated { ModelId = model, Name = name, Lifecycle = lifecycle, Description = "for tests", Tags = Map(("team", "α")) });

    public static VersionRegistered Registered(int number, string? semantic = null, Stage stage = Stage.Staging) => new()
    {
        Number = number,
        SemanticVersion = semantic ?? $"1.{number}.0",
        BumpReason = "features changed",
        Stage = stage,
        ManifestDigest = new string('d', 64),
        Version = Version(number),
    };

    /// <summary>A version whose files are on another server.</summary>
    public static VersionRegistered From(int number, string source, string? digest = null)
    {
        var registered = Registered(number);
        return registered with
        {
            Version = registered.Version with
            {
                ArtifactDigest = digest ?? SourceDigest(source),
                ReferenceProfileDigest = null,
                RunId = Run,
                Properties = registered.Version.Properties.SetItem(MlflowProperties.Source, source),
            },
        };
    }

    public static string SourceDigest(string source) => Digest.Of(SourceDocument.Of(source, Run));

    public static RegisterVersion Version(int number) => new()
    {
        SemanticVersion = $"1.{number}.0",
        Flavor = "stock-ranking",
        ArtifactDigest = new string((char)('0' + number), 64),
        ArtifactSize = 1234,
        ReferenceProfileDigest = new string('e', 64),
        RunId = Requests.Id(77),
        ParentVersion = number > 1 ? number - 1 : null,
        Algorithm = "xgboost",
        Type = "ranking",
        Description = "ünï",
        Params = Map(("depth", "6")),
        Metrics = ImmutableDictionary<string, double>.Empty.Add("rank_ic", -0.0123456789012345).Add("sharpe", double.NaN).Add("huge", double.PositiveInfinity),
        Tags = Map(("drill", number == 3 ? "true" : "false")),
        Signature = new Signature { Inputs = [new SignatureField { Name = "z" }, new SignatureField { Name = "a", Type = "long" }], Outputs = [new SignatureField { Name = "score" }] },
        Manifest = new Manifest { FeatureGraphHash = new string('f', 64), TrainTo = Requests.Epoch, Samples = 470, Config = """{"eta":0.1}""" },
    };

    public static StageMoved Moved(int number, Stage from, Stage to) => new() { Number = number, From = from, To = to, Cause = "test" };

    private static ImmutableDictionary<string, string> Map(params (string Key, string Value)[] pairs) => pairs.ToImmutableDictionary(pair => pair.Key, pair => pair.Value);

    public static NewEvent Write(ModelEvent one)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(one, RegistryJson.Options);
        return new NewEvent(System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("type").GetString()!, json);
    }
}
