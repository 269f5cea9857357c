using System.Net.Http.Headers;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class FileTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);
    private readonly FileCaller _files = FileCaller.Of(server);

    [Fact]
    public async Task Run_HasItsFilesBelowItsArtifactUri()
    {
        var experiment = await _mlflow.ExperimentAsync(server.NewName("files"));
        var run = await _mlflow.RunAsync(experiment);
        Assert.Equal($"mlflow-artifacts:/{experiment}/{run}/artifacts", (string)(await _mlflow.MustGetAsync($"runs/get?run_id={run}"))["run"]!["info"]!["artifact_uri"]!);
    }

    [Fact]
    public async Task Put_Files_AreListedReadAndDeleted()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/model/MLmodel", "flavors:");
        await _files.MustPutAsync($"{root}/model/data/weights.bin", "12345");
        await _files.MustPutAsync($"{root}/notes 株😀 & more+%.txt", "ünï");

        Assert.Equal("model/ notes 株😀 & more+%.txt=5", await _files.ListAsync(root));
        Assert.Equal("MLmodel=8 data/", await _files.ListAsync($"{root}/model"));
        Assert.Equal("MLmodel=8 data/", await _files.ListAsync($"{root}/model/"));
        Assert.Equal("weights.bin=5", await _files.ListAsync($"{root}/model/data"));
        Assert.Equal("ünï", (await _files.GetAsync($"{root}/notes 株😀 & more+%.txt")).Text);
        Assert.Equal("12345", (await _files.GetAsync($"{root}/model/data/weights.bin")).Text);

        Assert.Equal((200, "{}"), Told(await _files.DeleteAsync($"{root}/model")));
        Assert.Equal((200, "{}"), Told(await _files.DeleteAsync($"{root}/model")));
        Assert.Equal("notes 株😀 & more+%.txt=5", await _files.ListAsync(root));
        (await _files.GetAsync($"{root}/model/data/weights.bin")).MustBeUnknown($"{root}/model/data/weights.bin");
        Assert.Equal((200, "{}"), Told(await _files.SendAsync("DELETE", $"artifacts/{root}/")));
        Assert.Equal("", await _files.ListAsync(root));
    }

    [Fact]
    public async Task Put_Again_TakesThePlaceOfWhatWasThere()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/state.json", "{}");
        await _files.MustPutAsync($"{root}/state.json", "[1]");
        Assert.Equal("state.json=3", await _files.ListAsync(root));
        Assert.Equal("[1]", (await _files.GetAsync($"{root}/state.json")).Text);
    }

    [Fact]
    public async Task Put_OfAnEmptyFileInChunks_IsThere()
    {
        var root = await RootAsync();
        var empty = new StreamContent(new Unmeasured());
        Assert.Null(empty.Headers.ContentLength);
        Assert.Equal((200, "{}"), Told(await _files.SendAsync("PUT", $"artifacts/{root}/__init__.py", empty)));
        Assert.Equal("__init__.py=0", await _files.ListAsync(root));
        Assert.Equal((200, ""), Told(await _files.GetAsync($"{root}/__init__.py")));
    }

    [Fact]
    public async Task Put_ThatBreaksOff_LeavesWhatWasThere()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/a", new string('x', 10_000)); // a file of its own
        await _files.MustPutAsync($"{root}/a", "before");
        var incoming = Path.Combine(server.ArtifactFolder, "incoming");
        foreach (var name in new[] { "a", "b" })
        {
            await _files.PutInPartAsync($"{root}/{name}");
            while (Directory.GetFiles(incoming).Length > 0)
                await Task.Yield();
        }

        Assert.Equal("a=6", await _files.ListAsync(root));
        Assert.Equal("before", (await _files.GetAsync($"{root}/a")).Text);
    }

    [Theory]
    [InlineData("model/MLmodel", "text/plain", "MLmodel")]
    [InlineData("table.json", "text/plain", "table.json")]
    [InlineData("page.html", "text/html", "page.html")]
    [InlineData("plot.png", "image/png", "plot.png")]
    [InlineData("weights", "application/octet-stream", "weights")]
    [InlineData("株.txt", "text/plain", "UTF-8''%E6%A0%AA.txt")]
    public async Task Get_File_SaysWhatItIsAndIsNeverShown(string path, string type, string name)
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/{path}", "<script>");
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, $"api/2.0/mlflow-artifacts/artifacts/{root}/{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Admin.Token);
            request.Headers.Range = new RangeHeaderValue(1, 2);
            using var answer = await http.SendAsync(request);
            Assert.Equal((200, type, 8L), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentLength));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            var disposition = Assert.Single(answer.Content.Headers.GetValues("Content-Disposition"));
            Assert.StartsWith("attachment", disposition, StringComparison.Ordinal);
            Assert.Contains(name, disposition, StringComparison.Ordinal);
            Assert.Equal(method == HttpMethod.Get ? "<script>" : "", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Get_WhatIsNoFile_IsUnknown_AndAListOfItIsEmpty()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/folder/file", "x");
        foreach (var path in new[] { "folder", "folder/", "nothing", "folder/file/more" })
            (await _files.GetAsync($"{root}/{path}")).MustBeUnknown("There is no file");
        foreach (var path in new[] { "nothing", "folder/file", "fold" })
            Assert.Equal("{}", (await _files.SendAsync("GET", $"artifacts?path={root}/{path}")).Text);
    }

    [Fact]
    public async Task List_OfTheRoot_HasTheExperiments()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/file", "x");
        foreach (var query in new[] { "artifacts", "artifacts/", "artifacts?path=" })
            Assert.Contains(root.Split('/')[0] + "/", FileCaller.Shown(await _files.SendAsync("GET", query)).Split(' '), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("%2e%2e/x")]
    [InlineData("a/%2E./x")]
    [InlineData("a/%252e%252e/x")]
    [InlineData("a/..%2fx")]
    [InlineData("%2fetc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a%5cb")]
    [InlineData("a%5c..%5cb")]
    [InlineData("C:/x")]
    [InlineData("a%0ab")]
    [InlineData("a%1fb")]
    [InlineData("a%23b")]
    [InlineData("a%2523b")]
    [InlineData("a%ffb")]
    [InlineData("%252525252525252525252525252525252e")]
    [InlineData("PART256")]
    [InlineData("PATH1025")]
    public async Task Path_ThatCannotBe_IsInvalidInEveryCall(string path)
    {
        path = path.Replace("PART256", new string('p', 256), StringComparison.Ordinal).Replace("PATH1025", string.Join('/', Enumerable.Repeat(new string('p', 40), 25)) + "/p", StringComparison.Ordinal);
        foreach (var call in new[] { "PUT /api/2.0/mlflow-artifacts/artifacts/", "GET /api/2.0/mlflow-artifacts/artifacts/", "DELETE /api/2.0/mlflow-artifacts/artifacts/", "POST /api/2.0/mlflow-artifacts/mpu/create/" })
            (await _files.SendRawAsync(call + path, "x")).MustBeInvalid("Invalid path");
        (await _files.SendRawAsync("GET /api/2.0/mlflow-artifacts/artifacts?path=" + path)).MustBeInvalid("Invalid path");
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Path_ThatIsEmpty_IsInvalidWhereAFileIsMeant(string method) => (await _files.SendRawAsync($"{method} /api/2.0/mlflow-artifacts/artifacts/")).MustBeInvalid("is empty");

    [Fact]
    public async Task Path_WithNul_IsRefused()
    {
        Assert.Equal(400, (await _files.SendRawAsync("PUT /api/2.0/mlflow-artifacts/artifacts/a%00b", "x")).Status);
        (await _files.SendAsync("GET", "artifacts?path=a%00b")).MustBeInvalid("NUL");
        (await _files.SendAsync("GET", "artifacts?path=a%2500b")).MustBeInvalid("control character");
    }

    [Fact]
    public async Task Path_EncodedTwice_IsTheSamePath()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/a%20b", "x");
        Assert.Equal("a b=1", await _files.ListAsync(root));
        Assert.Equal("x", (await _files.GetAsync($"{root}/a b")).Text);
    }

    [Fact]
    public async Task Put_FileAsAFolderOrFolderAsAFile_IsInvalid()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/a/b", "x");
        (await _files.PutAsync($"{root}/a", "y")).MustBeInvalid($"'{root}/a' is a folder");
        (await _files.PutAsync($"{root}/a/b/c/d", "y")).MustBeInvalid($"'{root}/a/b/c/d' leads through '{root}/a/b', which is a file");
        Assert.Equal("a/", await _files.ListAsync(root));
        Assert.Equal("b=1", await _files.ListAsync($"{root}/a"));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("complete")]
    [InlineData("abort")]
    public async Task Multipart_IsSaidNotToBeSupportedAsClientsKnowIt(string step)
    {
        var answer = await _files.SendAsync("POST", $"mpu/{step}/0/run/artifacts/big.bin", new StringContent("""{"path": "big.bin", "num_parts": 2}"""));
        answer.MustBeRefused(501, "NOT_IMPLEMENTED");
        Assert.StartsWith("Multipart upload is not supported for the current artifact repository", (string)answer.Json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_Reads_AndNobodyIsUnauthenticated()
    {
        var root = await RootAsync();
        await _files.MustPutAsync($"{root}/file", "x");
        var viewer = new FileCaller(server.Address, (await server.CallerAsync("viewer", Role.Viewer)).Token, "ajax-api/2.0/mlflow-artifacts/");
        Assert.Equal("file=1", await viewer.ListAsync(root));
        Assert.Equal("x", (await viewer.GetAsync($"{root}/file")).Text);
        (await viewer.PutAsync($"{root}/file", "y")).MustBeRefused(403, "PERMISSION_DENIED", "Viewer");
        (await viewer.DeleteAsync($"{root}/file")).MustBeRefused(403, "PERMISSION_DENIED", "Viewer");
        var nobody = new FileCaller(server.Address, null);
        (await nobody.GetAsync($"{root}/file")).MustBeRefused(401, "UNAUTHENTICATED");
        (await nobody.PutAsync($"{root}/file", "y")).MustBeRefused(401, "UNAUTHENTICATED");
        (await _files.SendAsync("POST", "artifacts")).MustBeRefused(404, "ENDPOINT_NOT_FOUND");
        (await _files.SendAsync("GET", "nothing")).MustBeRefused(404, "ENDPOINT_NOT_FOUND");
    }

    [Fact]
    public async Task List_OfARun_HasPathsBelowItsRoot()
    {
        var (root, run) = await RunAsync();
        await _files.MustPutAsync($"{root}/model/data/w", "12");
        await _files.MustPutAsync($"{root}/model/MLmodel", "x");
        await _files.MustPutAsync($"{root}/a", "");
        var top = await _mlflow.MustGetAsync($"artifacts/list?run_id={run}");
        Assert.Equal($$"""{"root_uri":"mlflow-artifacts:/{{root}}","files":[{"path":"a","is_dir":false,"file_size":0},{"path":"model","is_dir":true}]}""", top.ToJsonString());
        Assert.Equal("model/MLmodel=1 model/data/", FileCaller.Shown(await _mlflow.GetAsync($"artifacts/list?run_uuid={run}&path=model")));
        Assert.Equal($$"""{"root_uri":"mlflow-artifacts:/{{root}}"}""", (await _mlflow.GetAsync($"artifacts/list?run_id={run}&path=nothing")).Text);
        foreach (var path in new[] { "..", "model/../..", "%252e%252e", "/etc" })
            (await _mlflow.GetAsync($"artifacts/list?run_id={run}&path={Uri.EscapeDataString(path)}")).MustBeInvalid("Invalid path");
        (await _mlflow.GetAsync($"artifacts/list?run_id={run}&page_token=abc")).MustBeInvalid("page token");
        (await _mlflow.GetAsync("artifacts/list?run_id=0123456789abcdef0123456789abcdef")).MustBeUnknown("0123456789abcdef");
        (await _mlflow.GetAsync("artifacts/list")).MustBeInvalid("'run_id'");
    }

    [Fact]
    public async Task Run_ThatIsDeleted_KeepsItsFiles()
    {
        var (root, run) = await RunAsync();
        await _files.MustPutAsync($"{root}/kept", "x");
        await _mlflow.MustAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");
        Assert.Equal("kept=1", FileCaller.Shown(await _mlflow.GetAsync($"artifacts/list?run_id={run}")));
        await _mlflow.MustAsync("runs/restore", $$"""{"run_id": "{{run}}"}""");
        Assert.Equal("x", (await _files.GetAsync($"{root}/kept")).Text);
    }

    [Fact]
    public async Task WebPage_GetsAFileByItsRun()
    {
        var (root, run) = await RunAsync();
        await _files.MustPutAsync($"{root}/plots/a b.txt", "plot");
        var page = new MlflowCaller(server.Address, server.Admin.Token, "");
        Assert.Equal((200, "plot"), Told(await page.GetAsync($"get-artifact?run_id={run}&path=plots/a%20b.txt")));
        (await page.GetAsync($"get-artifact?run_id={run}&path=plots/none")).MustBeUnknown("plots/none");
        (await page.GetAsync($"get-artifact?run_id={run}&path=../x")).MustBeInvalid("Invalid path");
        (await page.GetAsync($"get-artifact?run_id={run}")).MustBeInvalid("'path'");
        (await new MlflowCaller(server.Address, null, "").GetAsync($"get-artifact?run_id={run}&path=x")).MustBeRefused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Run_WithItsFilesElsewhere_IsNotListedHere()
    {
        var experiment = (string)(await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{server.NewName("s3")}}", "artifact_location": "s3://bucket/x"}"""))["experiment_id"]!;
        var run = await _mlflow.RunAsync(experiment);
        (await _mlflow.GetAsync($"artifacts/list?run_id={run}")).MustBeInvalid($"s3://bucket/x/{run}/artifacts");
    }

    [Fact]
    public async Task Run_OfAnExperimentWithALocationOnThisServer_HasItsFilesThere()
    {
        var folder = server.NewName("own folder");
        foreach (var location in new[] { $"mlflow-artifacts:/{folder}", $"mlflow-artifacts://{server.Address.Authority}/{folder}/" })
        {
            var experiment = (string)(await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{server.NewName("located")}}", "artifact_location": "{{location}}"}"""))["experiment_id"]!;
            var run = await _mlflow.RunAsync(experiment);
            await _files.MustPutAsync($"{folder}/{run}/artifacts/x", "1");
            Assert.Equal("x=1", FileCaller.Shown(await _mlflow.GetAsync($"artifacts/list?run_id={run}")));
        }
    }

    private async Task<string> RootAsync() => (await RunAsync()).Root;

    private async Task<(string Root, string Run)> RunAsync()
    {
        var run = await _mlflow.RunAsync();
        return ($"0/{run}/artifacts", run);
    }

    private static (int Status, string Text) Told(ApiAnswer answer) => (answer.Status, answer.Text);

    /// <summary>Nothing, but nobody knows beforehand.</summary>
    private sealed class Unmeasured : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
