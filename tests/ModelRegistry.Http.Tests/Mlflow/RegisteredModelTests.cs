using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class RegisteredModelTests(RegistryServer server)
{
    private static readonly (string Method, string Call)[] Writes =
    [
        .. new[] { "create", "rename", "set-tag", "alias" }.Select(call => ("POST", $"registered-models/{call}")),
        .. new[] { "delete", "delete-tag", "alias" }.Select(call => ("DELETE", $"registered-models/{call}")),
        .. new[] { "create", "set-tag", "transition-stage" }.Select(call => ("POST", $"model-versions/{call}")),
        ("DELETE", "model-versions/delete-tag"), ("DELETE", "model-versions/delete"), ("PATCH", "registered-models/update"), ("PATCH", "model-versions/update"),
    ];

    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Create_Model_IsReadAsItWasMade_AndIsOpenInTheNativeApi()
    {
        var name = server.NewName("Modèle 株😀 with blanks");
        var made = (await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}", "description": "říká", "tags": [{"key": "b", "value": "2"}, {"key": "a b/c", "value": "0"}, {"key": "a b/c"}]}"""))["registered_model"]!;

        Assert.Equal(made.ToJsonString(), (await _mlflow.ModelAsync(name)).ToJsonString());
        Assert.Equal((name, "říká", "a b/c= b=2"), ((string)made["name"]!, (string)made["description"]!, Pairs(made["tags"])));
        Assert.Equal((long)made["creation_timestamp"]!, (long)made["last_updated_timestamp"]!);
        Assert.Equal(["creation_timestamp", "description", "last_updated_timestamp", "name", "tags"], made.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        var native = (await server.Admin.GetAsync($"models/{Uri.EscapeDataString(name)}")).Json;
        Assert.Equal(("Open", "2"), ((string)native["lifecycle"]!, (string)native["tags"]!["b"]!));
    }

    [Fact]
    public async Task Model_OfTheNativeApi_IsSeen()
    {
        var name = await server.ServingModelAsync();
        var version = Assert.Single((await _mlflow.ModelAsync(name))["latest_versions"]!.AsArray())!;
        Assert.Equal((name, "1", "Production", "READY", "admin"), ((string)version["name"]!, (string)version["version"]!, (string)version["current_stage"]!, (string)version["status"]!, (string)version["user_id"]!));
        var digest = (string)(await server.Admin.GetAsync($"models/{name}/versions/1")).Json["artifact"]!;
        Assert.Equal($"mlflow-artifacts:/sha256/{digest}", (string)version["source"]!);
    }

    [Theory]
    [InlineData("{}", "Missing value for required parameter 'name'")]
    [InlineData("""{"name": ""}""", "Missing value for required parameter 'name'")]
    [InlineData("""{"name": "a/b"}""", "a/b")]
    [InlineData("""{"name": ".."}""", "..")]
    [InlineData("""{"name": "x", "tags": [{"value": "b"}]}""", "'tags[0].key'")]
    [InlineData("""{"name": "x", "tags": [{"key": "k", "value": "LONG"}]}""", "'k' exceeded length limit of 5000")]
    public async Task Create_WithWhatCannotBe_IsInvalid(string body, params string[] words) =>
        (await _mlflow.PostAsync("registered-models/create", body.Replace("LONG", new string('x', 5001), StringComparison.Ordinal))).MustBeInvalid(words);

    [Fact]
    public async Task Name_ThatIsTaken_IsRefused_AndOneOfADeletedModelIsFree()
    {
        var (name, other) = (await NewAsync(), await NewAsync());
        await server.RegisterAsync(name);
        (await _mlflow.PostAsync("registered-models/create", $$"""{"name": "{{name}}"}""")).MustBeRefused(400, "RESOURCE_ALREADY_EXISTS", name);
        (await _mlflow.PostAsync("registered-models/rename", $$"""{"name": "{{other}}", "new_name": "{{name}}"}""")).MustBeRefused(400, "RESOURCE_ALREADY_EXISTS", name);

        Assert.Equal("{}", (await _mlflow.MustDeleteAsync("registered-models/delete", $$"""{"name": "{{name}}"}""")).ToJsonString());

        (await _mlflow.GetAsync($"registered-models/get?name={name}")).MustBeUnknown(name);
        (await _mlflow.DeleteAsync("registered-models/delete", $$"""{"name": "{{name}}"}""")).MustBeUnknown(name);
        await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        Assert.Null((await _mlflow.ModelAsync(name))["latest_versions"]);
    }

    [Fact]
    public async Task Delete_WithAVersionInProduction_IsAConflictThatSaysWhatToDo()
    {
        var name = await server.ServingModelAsync();
        (await _mlflow.DeleteAsync("registered-models/delete", $$"""{"name": "{{name}}"}""")).MustBeRefused(409, "RESOURCE_CONFLICT", name, "take it out by a transition first");
        Assert.NotNull(await _mlflow.ModelAsync(name));
    }

    [Fact]
    public async Task Rename_TakesVersionsTagsAndAliasesAlong()
    {
        var (name, to) = (await NewAsync(), server.NewName("renamed"));
        await server.RegisterAsync(name);
        await _mlflow.MustAsync("registered-models/set-tag", $$"""{"name": "{{name}}", "key": "k", "value": "v"}""");
        await _mlflow.MustAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "champion", "version": "1"}""");

        var renamed = (await _mlflow.MustAsync("registered-models/rename", $$"""{"name": "{{name}}", "new_name": "{{to}}"}"""))["registered_model"]!;

        Assert.Equal((to, "k=v", "champion", to), ((string)renamed["name"]!, Pairs(renamed["tags"]), (string)renamed["aliases"]![0]!["alias"]!, (string)renamed["latest_versions"]![0]!["name"]!));
        (await _mlflow.GetAsync($"registered-models/get?name={name}")).MustBeUnknown(name);
        (await _mlflow.PostAsync("registered-models/rename", $$"""{"name": "{{to}}"}""")).MustBeInvalid("'new_name'");
    }

    [Fact]
    public async Task Command_UnderANameThatAnotherModelHasByNow_ReachesThatOne()
    {
        var (name, to) = (await NewAsync(), server.NewName("renamed"));
        await server.RegisterAsync(name);
        await _mlflow.MustAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "champion", "version": "1"}""");
        await _mlflow.MustAsync("registered-models/rename", $$"""{"name": "{{name}}", "new_name": "{{to}}"}""");
        var late = $$"""{"name": "{{name}}", "alias": "late", "version": "1"}""";
        (await _mlflow.PostAsync("registered-models/alias", late)).MustBeUnknown(name);

        await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        (await _mlflow.PostAsync("registered-models/alias", late)).MustBeUnknown($"'{name}' has no version 1");
        await server.RegisterAsync(name);
        await _mlflow.MustAsync("registered-models/alias", late);
        await _mlflow.MustDeleteAsync("registered-models/delete", $$"""{"name": "{{name}}"}""");
        (await _mlflow.PostAsync("registered-models/alias", late)).MustBeUnknown(name);

        Assert.Equal("champion", (string)Assert.Single((await _mlflow.ModelAsync(to))["aliases"]!.AsArray())!["alias"]!);
    }

    [Fact]
    public async Task Command_SentAgainAfterARename_IsAnsweredAsTheFirstTime()
    {
        var (name, to) = (await NewAsync(), server.NewName("renamed"));
        await server.RegisterAsync(name);
        Task<ApiAnswer> DeleteAsync() => server.Admin.SendAsync("DELETE", $"models/{name}/versions/1?reason=wrong", null, ("Idempotency-Key", "once"));
        var first = await DeleteAsync();
        await _mlflow.MustAsync("registered-models/rename", $$"""{"name": "{{name}}", "new_name": "{{to}}"}""");

        var again = await DeleteAsync();

        Assert.Equal((200, first.Text), (again.Status, again.Text));
    }

    [Fact]
    public async Task Update_Description_ChangesItAndNothingElse()
    {
        var name = await NewAsync();
        Assert.Equal("new", (string)(await _mlflow.MustPatchAsync("registered-models/update", $$"""{"name": "{{name}}", "description": "new"}"""))["registered_model"]!["description"]!);
        Assert.Equal("new", (string)(await _mlflow.MustPatchAsync("registered-models/update", $$"""{"name": "{{name}}"}"""))["registered_model"]!["description"]!);
        Assert.Null((await _mlflow.MustPatchAsync("registered-models/update", $$"""{"name": "{{name}}", "description": ""}"""))["registered_model"]!["description"]);
    }

    [Fact]
    public async Task Tag_IsSetReplacedAndRemoved()
    {
        var name = await NewAsync();
        foreach (var value in new[] { "1", "2" })
            await _mlflow.MustAsync("registered-models/set-tag", $$"""{"name": "{{name}}", "key": "a", "value": "{{value}}"}""");
        await _mlflow.MustAsync("registered-models/set-tag", $$"""{"name": "{{name}}", "key": "empty"}""");
        Assert.Equal("a=2 empty=", Pairs((await _mlflow.ModelAsync(name))["tags"]));

        foreach (var key in new[] { "a", "a", "never set" })
            await _mlflow.MustDeleteAsync("registered-models/delete-tag", $$"""{"name": "{{name}}", "key": "{{key}}"}""");

        Assert.Equal("empty=", Pairs((await _mlflow.ModelAsync(name))["tags"]));
        (await _mlflow.PostAsync("registered-models/set-tag", $$"""{"name": "{{name}}", "key": "{{new string('k', 251)}}", "value": ""}""")).MustBeInvalid("250");
        (await _mlflow.PostAsync("registered-models/set-tag", $$"""{"name": "{{name}}", "key": "k", "value": "{{new string('v', 5001)}}"}""")).MustBeInvalid("5000");
        (await _mlflow.PostAsync("registered-models/set-tag", $$"""{"name": "{{name}}"}""")).MustBeInvalid("'key'");
    }

    [Fact]
    public async Task Alias_PointsAtAVersion_IsMovedAndRemoved()
    {
        var name = await NewAsync();
        await server.RegisterAsync(name);
        await server.RegisterAsync(name);
        foreach (var version in new[] { "1", "2", "2" })
            await _mlflow.MustAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "champion", "version": "{{version}}"}""");

        var found = (await _mlflow.MustGetAsync($"registered-models/alias?name={name}&alias=champion"))["model_version"]!;
        Assert.Equal((name, "2", "None", "champion"), ((string)found["name"]!, (string)found["version"]!, (string)found["current_stage"]!, (string)Assert.Single(found["aliases"]!.AsArray())!));
        Assert.Equal("2", (string)(await _mlflow.ModelAsync(name))["aliases"]![0]!["version"]!);

        for (var i = 0; i < 2; i++)
            await _mlflow.MustDeleteAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "champion"}""");
        (await _mlflow.GetAsync($"registered-models/alias?name={name}&alias=champion")).MustBeInvalid("champion");
        (await _mlflow.GetAsync("registered-models/alias?name=none&alias=champion")).MustBeInvalid("none");
    }

    [Theory]
    [InlineData("latest", "1", "latest")]
    [InlineData("V12", "1", "V12")]
    [InlineData("a b", "1", "a b")]
    [InlineData("a/b", "1", "a/b")]
    [InlineData("", "1", "'alias'")]
    [InlineData("a", "", "'version'")]
    [InlineData("a", "one", "must be an integer")]
    [InlineData("a", "-1", "must be an integer")]
    public async Task Alias_ThatCannotBe_IsInvalid(string alias, string version, string words)
    {
        var name = await NewAsync();
        (await _mlflow.PostAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "{{alias}}", "version": "{{version}}"}""")).MustBeInvalid(words);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("99999999999999999999")]
    public async Task Alias_OfNoVersion_IsUnknown(string version)
    {
        var name = await NewAsync();
        (await _mlflow.PostAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "a", "version": "{{version}}"}""")).MustBeUnknown(version);
    }

    [Theory]
    [InlineData("never made")]
    [InlineData("id:00000000-0000-0000-0000-000000000000")]
    [InlineData("'; DROP TABLE models; --")]
    [InlineData("../x")]
    public async Task Name_OfNoModel_IsUnknown(string name)
    {
        (await _mlflow.GetAsync("registered-models/get?name=" + Uri.EscapeDataString(name))).MustBeUnknown(name);
        (await _mlflow.PatchAsync("registered-models/update", $$"""{"name": "{{name}}", "description": "d"}""")).MustBeUnknown(name);
        (await _mlflow.PatchAsync("registered-models/update", $$"""{"name": "{{name}}"}""")).MustBeUnknown(name);
        (await _mlflow.PostAsync("registered-models/rename", $$"""{"name": "{{name}}", "new_name": "x"}""")).MustBeUnknown(name);
        (await _mlflow.DeleteAsync("registered-models/delete", $$"""{"name": "{{name}}"}""")).MustBeUnknown(name);
        (await _mlflow.PostAsync("registered-models/set-tag", $$"""{"name": "{{name}}", "key": "k"}""")).MustBeUnknown(name);
        (await _mlflow.DeleteAsync("registered-models/delete-tag", $$"""{"name": "{{name}}", "key": "k"}""")).MustBeUnknown(name);
        (await _mlflow.PostAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "a", "version": "1"}""")).MustBeUnknown(name);
        (await _mlflow.DeleteAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "a"}""")).MustBeUnknown(name);
    }

    [Fact]
    public async Task Roles_AndScopes_AreHeldTo()
    {
        var name = await NewAsync();
        var viewer = await CallerAsync("model-viewer", Role.Viewer);
        var scientist = await CallerAsync("model-scientist", Role.Scientist);
        var scoped = await CallerAsync("model-scoped", Role.Approver, name);

        foreach (var (method, call) in Writes)
            (await viewer.SendAsync(method, call, null)).MustBeRefused(403, "PERMISSION_DENIED", "Viewer");
        Assert.Equal(name, (string)(await viewer.ModelAsync(name))["name"]!);
        (await scientist.DeleteAsync("registered-models/delete", $$"""{"name": "{{name}}"}""")).MustBeRefused(403, "PERMISSION_DENIED", "approver");
        var other = await NewAsync("other");
        (await scoped.GetAsync($"registered-models/get?name={other}")).MustBeUnknown(other);
        (await scoped.PostAsync("registered-models/create", """{"name": "elsewhere"}""")).MustBeRefused(403, "PERMISSION_DENIED", name);
        (await scoped.PostAsync("registered-models/rename", $$"""{"name": "{{name}}", "new_name": "elsewhere"}""")).MustBeRefused(403, "PERMISSION_DENIED", name);
        Assert.Equal(name, (string)(await scoped.ModelAsync(name))["name"]!);
    }

    private async Task<MlflowCaller> CallerAsync(string principal, Role role, string? scope = null) => new(server.Address, (await server.CallerAsync(principal, role, scope)).Token);

    private async Task<string> NewAsync(string prefix = "registered")
    {
        var name = server.NewName(prefix);
        await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        return name;
    }

    private static string Pairs(JsonNode? tags) => string.Join(' ', (tags?.AsArray() ?? []).Select(tag => $"{tag!["key"]}={tag["value"]}"));
}
