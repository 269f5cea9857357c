using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class ArtifactTests(RegistryServer server)
{
    [Fact]
    public async Task Put_OfADigest_IsStoredThereOrAConflict()
    {
        var content = Encoding.UTF8.GetBytes(server.NewName("content"));
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));

        var stored = await server.Admin.SendAsync("PUT", $"artifacts/{digest}", content);
        Assert.Equal((201, "Stored"), (stored.Status, stored.Json["outcome"]!.GetValue<string>()));
        var again = await server.Admin.SendAsync("PUT", "artifacts", content);
        Assert.Equal((200, "AlreadyThere", digest), (again.Status, again.Json["outcome"]!.GetValue<string>(), again.Json["digest"]!.GetValue<string>()));
        (await server.Admin.SendAsync("PUT", $"artifacts/{digest}", "other"u8.ToArray())).MustBeProblem(409, "digest_mismatch", digest, "5 bytes");
        (await server.Admin.SendAsync("PUT", "artifacts/ABC", content)).MustBeProblem(400, "malformed", "'ABC'");

        var read = await server.Admin.GetAsync($"artifacts/{digest}");
        Assert.Equal(Encoding.UTF8.GetString(content), read.Text);
        Assert.Equal("", (await server.Admin.SendAsync("HEAD", $"artifacts/{digest}", null)).Text);
    }

    [Fact]
    public async Task Get_DamagedLongArtifact_EndsBeforeItsLastPiece()
    {
        var content = new byte[3_000_000];
        new Random(3).NextBytes(content);
        var digest = (await server.Admin.SendAsync("PUT", "artifacts", content)).Json["digest"]!.GetValue<string>();
        var file = Path.Combine(server.ArtifactFolder, digest[..2], digest[2..4], digest);
        content[1_500_000] ^= 1;
        await File.WriteAllBytesAsync(file, content);

        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Admin.Token);
        using var answer = await http.GetAsync($"api/v1/artifacts/{digest}", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(3_000_000, answer.Content.Headers.ContentLength);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
        await File.WriteAllBytesAsync(file, content[..1000]);
        (await server.Admin.GetAsync($"artifacts/{digest}")).MustBeProblem(500, "artifact_corrupt", digest, "put the same content again");
    }

    [Fact]
    public async Task Tree_OfAModel_IsRegisteredServedAndVerified()
    {
        var name = server.NewName("tree");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}", "lifecycle": "Open"}""");
        var text = $"notes of {name}" + new string('.', 5_000);
        var (model, notes) = (await PutAsync("""["a", "b"]"""), await PutAsync(text));
        var tree = await server.Admin.MustAsync("POST", "artifacts/trees", Tree(("model.json", model), ("docs/ünï notes.txt", notes)));
        var digest = tree["digest"]!.GetValue<string>();

        await server.Admin.MustAsync("POST", $"models/{name}/versions", $$$"""{"flavor": "sum", "artifact": "{{{digest}}}"}""");
        await server.Admin.MustAsync("POST", $"models/{name}/versions/1/transitions", """{"to": "Production", "reason": "for a test"}""");

        Assert.Equal(3, (await server.Admin.MustAsync("POST", $"models/{name}/predict", """{"instances": [{"features": {"a": 1, "b": 2}}]}"""))["predictions"]![0]!["score"]!.GetValue<double>());
        Assert.Equal(text, (await server.Admin.GetAsync($"artifacts/{digest}/files/docs/%C3%BCn%C3%AF%20notes.txt")).Text);
        Assert.Equal(["docs/ünï notes.txt", "model.json"], (await server.Admin.GetAsync($"artifacts/{digest}/files")).Json["files"]!.AsArray().Select(file => file!["path"]!.GetValue<string>()));
        var verified = (await server.Admin.GetAsync($"models/{name}/versions/1/verify")).Json;
        Assert.True(verified["verified"]!.GetValue<bool>(), verified.ToJsonString());
        Assert.Contains("artifact/docs/ünï notes.txt", verified["parts"]!.AsArray().Select(part => part!["part"]!.GetValue<string>()));

        File.Delete(Path.Combine(server.ArtifactFolder, notes[..2], notes[2..4], notes));
        var missing = (await server.Admin.GetAsync($"models/{name}/versions/1/verify")).Json;
        Assert.False(missing["verified"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Tree_ThatCannotBe_IsRefusedByName()
    {
        var file = await PutAsync("x");
        (await server.Admin.PostAsync("artifacts/trees", Tree(("../../etc/passwd", file)))).MustBeProblem(400, "invalid_tree", "'../../etc/passwd'");
        (await server.Admin.PostAsync("artifacts/trees", Tree(("a", file), ("a", file)))).MustBeProblem(400, "invalid_tree", "twice");
        (await server.Admin.PostAsync("artifacts/trees", Tree(("a", new string('9', 63))))).MustBeProblem(400, "invalid_tree", "64");
        (await server.Admin.PostAsync("artifacts/trees", """{"files": []}""")).MustBeProblem(400, "invalid_tree", "0 files");
        (await server.Admin.PostAsync("artifacts/trees", """{"files": [{"path": null, "digest": "x"}]}""")).MustBeProblem(400, "malformed", "path");
        (await server.Admin.GetAsync($"artifacts/{file}/files")).MustBeProblem(404, "tree_not_found", file);
        var tree = (await server.Admin.MustAsync("POST", "artifacts/trees", Tree(("a", file))))["digest"]!.GetValue<string>();
        (await server.Admin.GetAsync($"artifacts/{tree}/files/..%2fa")).MustBeProblem(404, "file_not_found", tree);
    }

    [Fact]
    public async Task Register_TreeWithoutAModelOrListThatIsNoTree_IsRefused()
    {
        var model = await server.ServingModelAsync();
        var file = await PutAsync("x");
        var tree = (await server.Admin.MustAsync("POST", "artifacts/trees", Tree(("weights.bin", file))))["digest"]!.GetValue<string>();
        (await server.Admin.PostAsync($"models/{model}/versions", $$"""{"flavor": "sum", "artifact": "{{tree}}"}""")).MustBeProblem(400, "invalid_model", "model.json");

        var sum = await PutAsync("""["a"]""");
        var forged = await PutAsync($$"""{"files":[{"digest":"{{sum}}","path":"model.json","size":5}],"format":"tree/1"}""");
        (await server.Admin.PostAsync($"models/{model}/versions", $$"""{"flavor": "sum", "artifact": "{{forged}}"}""")).MustBeProblem(400, "artifact_not_found", "artifacts/trees");
    }

    [Fact]
    public async Task Collect_ByAnAdmin_SaysWhatWouldGoAndKeepsWhatIsYoung()
    {
        var young = await PutAsync(server.NewName("young"));

        Assert.Equal(0, (await server.Admin.MustAsync("POST", "artifacts/collect?dryRun=true", ""))["artifacts"]!.GetValue<long>());
        Assert.Equal(0, (await server.Admin.MustAsync("POST", "artifacts/collect", ""))["artifacts"]!.GetValue<long>());
        Assert.Equal(200, (await server.Admin.GetAsync($"artifacts/{young}")).Status);
        (await (await server.CallerAsync("ada", Role.Approver)).PostAsync("artifacts/collect", "")).MustBeProblem(403, "forbidden");
    }

    private async Task<string> PutAsync(string content) => (await server.Admin.MustAsync("PUT", "artifacts", content))["digest"]!.GetValue<string>();

    private static string Tree(params (string Path, string Digest)[] files) =>
        System.Text.Json.JsonSerializer.Serialize(new { files = files.Select(file => new { path = file.Path, digest = file.Digest }) });
}
