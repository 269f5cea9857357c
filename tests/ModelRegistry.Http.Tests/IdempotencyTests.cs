using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class IdempotencyTests(RegistryServer server)
{
    [Fact]
    public async Task Create_RepeatedWithItsKey_GivesTheFirstAnswer()
    {
        var name = server.NewName();
        var first = await server.Admin.PostAsync("models", $$"""{"name": "{{name}}"}""", Key(name));
        var second = await server.Admin.PostAsync("models", $$"""{"name": "{{name}}"}""", Key(name));
        Assert.Equal((201, 201), (first.Status, second.Status));
        Assert.Equal(first.Text, second.Text);
        (await server.Admin.PostAsync("models", $$"""{"name": "{{name}}"}""")).MustBeProblem(409, "model_exists", name);
    }

    [Fact]
    public async Task Create_WithTheKeyOfAnotherBody_IsRefusedAndMakesNothing()
    {
        var (name, other) = (server.NewName(), server.NewName());
        Assert.Equal(201, (await server.Admin.PostAsync("models", $$"""{"name": "{{name}}"}""", Key(name))).Status);
        var answer = await server.Admin.PostAsync("models", $$"""{"name": "{{other}}"}""", Key(name));
        answer.MustBeProblem(422, answer.Json["code"]!.GetValue<string>(), "another");
        (await server.Admin.GetAsync($"models/{other}")).MustBeProblem(404, "model_not_found");
    }

    [Fact]
    public async Task Key_OfAnotherPrincipalOrRoute_IsAnotherKey()
    {
        var (name, other) = (server.NewName(), server.NewName());
        Assert.Equal(201, (await server.Admin.PostAsync("models", $$"""{"name": "{{name}}"}""", Key(name))).Status);
        var colleague = await server.CallerAsync("colleague", Role.Scientist);
        Assert.Equal(201, (await colleague.PostAsync("models", $$"""{"name": "{{other}}"}""", Key(name))).Status);
        (await server.Admin.SendAsync("DELETE", $"models/{name}/aliases/none", null, Key(name))).MustBeProblem(404, "alias_not_found");
    }

    [Fact]
    public async Task Key_ThatIsTooLong_IsMalformed() =>
        (await server.Admin.PostAsync("models", """{"name": "x"}""", ("Idempotency-Key", new string('k', 256)))).MustBeProblem(400, "malformed", "256", "255");

    [Fact]
    public async Task IfMatch_OfAnOldRevision_IsStale()
    {
        var model = await server.ServingModelAsync();
        var now = (await server.Admin.GetAsync($"models/{model}")).ETag!;
        var alias = """{"version": 1}"""u8.ToArray();
        (await server.Admin.SendAsync("PUT", $"models/{model}/aliases/champion", alias, ("If-Match", "\"1\""))).MustBeProblem(412, "stale_revision");
        (await server.Admin.SendAsync("PUT", $"models/{model}/aliases/champion", alias, ("If-Match", "W/\"1\""))).MustBeProblem(400, "malformed", "If-Match");
        var done = await server.Admin.SendAsync("PUT", $"models/{model}/aliases/champion", alias, ("If-Match", now));
        Assert.Equal(200, done.Status);
        Assert.NotEqual(now, done.ETag);
    }

    private static (string Name, string Value) Key(string key) => ("Idempotency-Key", key);
}
