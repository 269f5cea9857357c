using System.Globalization;

namespace Benchmarks.Mlflow;

/// <summary>Calls on the model registry. Every client registers into models of its own, or all into one.</summary>
internal sealed class RegistryCalls(int clients)
{
    private const int VersionsOfAModel = 50;
    private const string One = "one-model";

    private readonly int[] _created = new int[clients];

    /// <summary>A model with versions and an alias for each client, and one that all register into.</summary>
    public void Prepare(MlflowServer server)
    {
        server.Send(CreateModel(One));
        for (var client = 0; client < clients; client++)
        {
            server.Send(CreateModel(Filled(client)));
            for (var i = 0; i < VersionsOfAModel; i++)
                server.Send(CreateVersion(Filled(client), i));
            server.Send(SetAlias(client, 1));
        }
    }

    /// <summary>A version; a new model before every fiftieth, which counts as a call.</summary>
    public (string Path, string? Body) CreateVersion(int client, int i)
    {
        var (model, version) = int.DivRem(_created[client]++, VersionsOfAModel + 1);
        var name = string.Create(CultureInfo.InvariantCulture, $"model-{client}-{model}");
        return version == 0 ? CreateModel(name) : CreateVersion(name, i);
    }

    public static (string Path, string? Body) CreateVersionOfOne(int client, int i) => CreateVersion(One, i);

    public static (string Path, string? Body) SetAlias(int client, int i) => ("registered-models/alias",
        $$"""{"name": "{{Filled(client)}}", "alias": "champion", "version": "{{i % VersionsOfAModel + 1}}"}""");

    public static (string Path, string? Body) GetByAlias(int client, int i) => ($"registered-models/alias?name={Filled(client)}&alias=champion", null);

    public static (string Path, string? Body) SearchVersions(int client, int i) => ($"model-versions/search?filter=name%3D%27{Filled(client)}%27&max_results=20", null);

    private static string Filled(int client) => string.Create(CultureInfo.InvariantCulture, $"filled-{client}");

    private static (string Path, string? Body) CreateModel(string name) => ("registered-models/create", $$"""{"name": "{{name}}", "description": "made by the benchmark"}""");

    private static (string Path, string? Body) CreateVersion(string model, int i) => ("model-versions/create",
        $$"""{"name": "{{model}}", "source": "s3://models/{{i}}/artifacts/model", "tags": [{"key": "team", "value": "benchmark"}]}""");
}
