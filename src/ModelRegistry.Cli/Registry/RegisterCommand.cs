using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg register</c>: uploads what was trained and registers it as the next version.</summary>
internal static class RegisterCommand
{
    private static readonly Option<FileSystemInfo> Artifact = new Option<FileSystemInfo>("--artifact") { Description = "The file that the flavor loads, or a folder with it as model.json", Required = true }.AcceptExistingOnly();
    private static readonly Option<FileInfo> Profile = new Option<FileInfo>("--training-profile") { Description = "Profile of the training data (JSON), for drift thresholds" }.AcceptExistingOnly();
    private static readonly Option<FileInfo> From = new Option<FileInfo>("--from") { Description = "JSON of the registration, such as the version.json of modelreg train; the other options win" }.AcceptExistingOnly();
    private static readonly Option<string?> Flavor = new("--flavor") { Description = "How the artifact is loaded: xgboost, stock-ranking…" };
    private static readonly Option<string?> Semantic = new("--semver") { Description = "Semantic version; chosen by --bump otherwise" };
    private static readonly Option<string?> Bump = new("--bump") { Description = "major, minor, patch, or auto (the default)" };
    private static readonly Option<int?> Parent = new("--parent") { Description = "Number of the version it was made from" };
    private static readonly Option<string?> Algorithm = new("--algorithm") { Description = "What it was trained with" };
    private static readonly Option<string?> Type = new("--type") { Description = "ranking, regime, earnings, factor_timing or any other; selects the strategy of the policy" };
    private static readonly Option<string?> Description = new("--description") { Description = "What is new in it" };
    private static readonly Option<string?> Stage = new("--stage") { Description = "Draft or Trained (the default)" };
    private static readonly Option<ImmutableDictionary<string, string>> Params = Pairs.Texts("--param", "A hyper-parameter");
    private static readonly Option<ImmutableDictionary<string, double>> Metrics = Pairs.Numbers("--metric", "Something measured, never in-sample");
    private static readonly Option<ImmutableDictionary<string, string>> Tags = Pairs.Texts("--tag", "A tag");
    private static readonly Option<ImmutableDictionary<string, string>> Properties = Pairs.Texts("--property", "Anything else worth keeping");

    public static RegistryCommand Create() => new RegistryCommand(
        "register",
        "Uploads an artifact and registers it as the next version of a model",
        "modelreg register fraud --artifact model.json --flavor xgboost --param depth=3 --metric rank_ic=0.031 --tag run=nightly")
    {
        Given.Model, Artifact, Flavor, From, Profile, Semantic, Bump, Parent, Algorithm, Type, Description, Stage, Params, Metrics, Tags, Properties,
    }.Does<VersionView>(
        RegisterAsync,
        (screen, version) => screen.Line(FormattableString.Invariant($"version {version.Number} ({version.SemanticVersion}) registered in {version.Stage}: {version.BumpReason}")));

    private static async Task<JsonNode> RegisterAsync(RegistryCall call)
    {
        var body = await BodyAsync(call);
        if (body["flavor"] is null)
            throw new CommandException("no flavor: give --flavor, or a file of --from that has it");
        body["artifact"] = await ArtifactCommands.PutAsync(call, call.Given.GetRequiredValue(Artifact));
        if (call.Given.GetValue(Profile) is { } profile)
            body["trainingProfile"] = await call.UploadAsync(profile);
        return await call.PostAsync($"{call.ModelPath()}/versions", body);
    }

    private static async Task<JsonObject> BodyAsync(RegistryCall call)
    {
        var body = call.Given.GetValue(From) is { } file ? await ReadAsync(file, call.Cancelled) : [];
        foreach (var (name, option) in new[]
        {
            ("flavor", Flavor), ("version", Semantic), ("bump", Bump), ("algorithm", Algorithm), ("type", Type), ("description", Description), ("stage", Stage),
        })
            Set(body, name, call.Given.GetValue(option));
        Set(body, "parent", call.Given.GetValue(Parent));
        Add(body, "params", call.Given.GetRequiredValue(Params));
        Add(body, "metrics", call.Given.GetRequiredValue(Metrics));
        Add(body, "tags", call.Given.GetRequiredValue(Tags));
        Add(body, "properties", call.Given.GetRequiredValue(Properties));
        return body;
    }

    private static void Set<T>(JsonObject body, string name, T? value)
    {
        if (value is not null)
            body[name] = Node(value);
    }

    private static void Add<T>(JsonObject body, string name, ImmutableDictionary<string, T> pairs)
    {
        if (pairs.IsEmpty)
            return;
        if (body[name] is not JsonObject there)
            body[name] = there = [];
        foreach (var (key, value) in pairs)
            there[key] = Node(value);
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Core.RegistryJson.Options);

    private static async Task<JsonObject> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await File.ReadAllBytesAsync(file.FullName, cancellationToken)) as JsonObject ?? throw new CommandException($"--from {file} is no JSON object");
        }
        catch (JsonException exception)
        {
            throw new CommandException($"--from {file} is no JSON: {exception.Message}");
        }
    }
}
