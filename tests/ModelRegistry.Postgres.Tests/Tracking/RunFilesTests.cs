using System.Text;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Search;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Tracking;

[Collection(PostgresCollection.Name)]
public sealed class RunFilesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int All = int.MaxValue;
    private readonly string _folder = Directory.CreateTempSubdirectory("mr-run-files-").FullName;
    private TestDatabase _database = null!;
    private ArtifactStore _store = null!;
    private ArtifactTrees _trees = null!;
    private ArtifactArea _area = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await _database.ExecuteAsync("DELETE FROM artifacts");
        _store = StoreOf(new());
        _trees = new(_database.DataSource, _store);
        _area = AreaOf(_store);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Put_ContentThatBreaksOff_LeavesWhatWasThere()
    {
        await PutAsync("a/kept", "before");
        foreach (var path in new[] { "a/kept", "b/new" })
            await Assert.ThrowsAsync<IOException>(() => _area.PutAsync(path, new BreakingStream()));

        Assert.Equal("before", await ReadAsync("a/kept"));
        Assert.Equal("a/", await ListAsync(""));
        Assert.Single(await _area.BelowAsync("a", All));
    }

    [Fact]
    public async Task Put_OfOnePathByManyAtOnce_LeavesOneOfThemWhole()
    {
        var contents = Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 1000 + i)).ToArray();
        await Task.WhenAll(contents.Select(content => Task.Run(() => PutAsync("run/model/w", content))));
        Assert.Contains(await ReadAsync("run/model/w"), contents, StringComparer.Ordinal);
        Assert.Equal(3, await CountAsync());
    }

    [Fact]
    public async Task Put_FileAndFolderOfOneNameAtOnce_OneOfThemIsRefused()
    {
        for (var round = 0; round < 20; round++)
        {
            var root = $"round-{round}";
            var outcomes = await Task.WhenAll(new[] { "x", "x/y", "x/y/z", "x", "x/y/z" }.Select(path => Task.Run(() => Record.ExceptionAsync(() => PutAsync($"{root}/{path}", path)))));

            Assert.All(outcomes, outcome => Assert.True(outcome is null or TrackingException { Fault: TrackingFault.Invalid }, outcome?.ToString()));
            Assert.Single(await _area.BelowAsync(root, All));
        }

        await MustBeATreeAsync();
    }

    [Fact]
    public async Task Delete_OfAFolderWhileFilesComeIntoIt_LeavesNoFileWithoutItsFolder()
    {
        for (var round = 0; round < 5; round++)
        {
            var putting = Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => PutAsync($"run/a/b{i % 2}/f{i}", "x"))));
            var deletes = 0;
            for (; !putting.IsCompleted; deletes++)
                await _area.DeleteAsync(deletes % 2 == 0 ? "run/a" : "run");
            // Busy as it is, a put may have found its folders gone as often as it tries.
            if (await Record.ExceptionAsync(() => putting) is { } refused)
                Assert.IsType<StoreUnavailableException>(refused);
            Assert.True(deletes > 1, "nothing was deleted meanwhile: the test shows nothing");
            await MustBeATreeAsync();
        }
    }

    [Fact]
    public async Task Delete_Folder_TakesOnlyWhatIsInIt()
    {
        foreach (var path in new[] { "r/model/a", "r/model/b/c", "r/model-2/a", "r/model.txt", "r/model0", "r/mode" })
            await PutAsync(path, path);

        Assert.Equal("a=9 b/c=11", Shown(await _area.BelowAsync("r/model", All)));
        Assert.Equal("c=11", Shown(await _area.BelowAsync("r/model/b/c", All)));
        Assert.Equal("a=9", Shown(await _area.BelowAsync("r/model", 1)));
        await _area.DeleteAsync("r/model");
        await _area.DeleteAsync("never/there");

        Assert.Equal("mode=6 model-2/ model.txt=11 model0=8", await ListAsync("r"));
        Assert.Null(await _area.FindAsync("r/model"));
        Assert.Null(await _area.FindAsync("r/model-2"));
    }

    [Fact]
    public async Task List_InPages_StaysInPlaceWhileFilesComeAndGo()
    {
        foreach (var name in new[] { "a", "b", "c/x", "d", "e" })
            await PutAsync($"r/{name}", name);

        var first = await _area.ListAsync("r", 2, null);
        await PutAsync("r/0", "before");
        await _area.DeleteAsync("r/b");
        var second = await _area.ListAsync("r", 2, first.NextPageToken);
        var last = await _area.ListAsync("r", 2, second.NextPageToken);

        Assert.Equal("a b c d e", string.Join(' ', new[] { first, second, last }.SelectMany(page => page.Rows).Select(entry => entry.Name)));
        Assert.Null(last.NextPageToken);
        Assert.Equal("r/", await ListAsync("", 1));
        await Assert.ThrowsAsync<PageTokenException>(() => _area.ListAsync("r/c", 2, first.NextPageToken));
        await Assert.ThrowsAsync<PageTokenException>(() => _area.ListAsync("r", 2, "nonsense"));
    }

    [Fact]
    public async Task Frozen_TreeOrSingleArtifact_IsAFolder()
    {
        var file = (await _store.PutAsync(Content("single"))).Digest;
        var tree = await _trees.PutAsync([("a", file), ("docs/x/1", file), ("docs/2", file), ("model.json", file)]);

        Assert.Equal("a=6 docs/ model.json=6", await ListAsync($"sha256/{tree.Digest}"));
        Assert.Equal("2=6 x/", await ListAsync($"sha256/{tree.Digest}/docs"));
        Assert.Equal("", await ListAsync($"sha256/{tree.Digest}/doc"));
        Assert.Equal("2=6 x/1=6", Shown(await _area.BelowAsync($"sha256/{tree.Digest}/docs", All)));
        Assert.Equal("1=6", Shown(await _area.BelowAsync($"sha256/{tree.Digest}/docs/x/1", All)));
        Assert.Equal(file, (await _area.FindAsync($"sha256/{tree.Digest}/docs/2"))!.Digest);
        Assert.Null(await _area.FindAsync($"sha256/{tree.Digest}/docs"));
        var second = await _area.ListAsync($"sha256/{tree.Digest}", 2, (await _area.ListAsync($"sha256/{tree.Digest}", 2, null)).NextPageToken);
        Assert.Equal("model.json", Assert.Single(second.Rows).Name);

        Assert.Equal("model.json=6", await ListAsync($"sha256/{file}"));
        Assert.Equal(file, (await _area.FindAsync($"sha256/{file}/model.json"))!.Digest);
        Assert.Null(await _area.FindAsync($"sha256/{tree.Digest}/none"));
        foreach (var none in new[] { "sha256", "sha256/", "sha256/..", $"sha256/{new string('0', 64)}", $"sha256/{file}/model.json" })
            Assert.Equal("", await ListAsync(none));
    }

    [Fact]
    public async Task Collect_FilesOfRunsAndFrozenOnes_KeepsWhatIsThere()
    {
        await PutAsync("r/model/kept", "kept");
        await PutAsync("r/model/over", "first");
        await PutAsync("r/gone", "gone");
        var tree = await _trees.PutAsync([("w", (await _area.FindAsync("r/model/over"))!.Digest)]);
        await _store.PinAsync("version", tree.Digest);
        await PutAsync("r/model/over", "second");
        await _area.DeleteAsync("r/gone");

        var collector = new ArtifactCollector(_database.DataSource, Bytes, TimeProvider.System, Options.Create(new ArtifactOptions { Grace = TimeSpan.FromMilliseconds(-1) }));
        Assert.Equal(1, (await collector.CollectAsync()).Artifacts);

        Assert.Equal(("kept", "second", "first"), (await ReadAsync("r/model/kept"), await ReadAsync("r/model/over"), await ReadAsync($"sha256/{tree.Digest}/w")));
        await _area.DeleteAsync("r");
        Assert.Equal(2, (await collector.CollectAsync()).Artifacts);
        Assert.Equal("first", await ReadAsync($"sha256/{tree.Digest}/w"));
    }

    [Fact]
    public async Task Put_WhileItIsCollected_IsThereOrWasNeverTaken()
    {
        var collector = new ArtifactCollector(_database.DataSource, Bytes, TimeProvider.System, Options.Create(new ArtifactOptions { Grace = TimeSpan.FromMilliseconds(-1) }));
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(async () =>
        {
            var removed = 0L;
            while (!stop.IsCancellationRequested)
                removed += (await collector.CollectAsync()).Artifacts;
            return removed;
        });
        for (var round = 0; round < 60; round++)
        {
            // The bytes are unused for a moment until the row names them, here without any grace: then the put says so.
            if (await Record.ExceptionAsync(() => PutAsync("r/f", $"content {round % 3}")) is { } refused)
                Assert.IsType<StoreUnavailableException>(refused);
            else
                Assert.Equal($"content {round % 3}", await ReadAsync("r/f"));
        }

        await stop.CancelAsync();
        Assert.True(await collecting > 0, "nothing was collected: the test shows nothing");
    }

    [Fact]
    public async Task Put_BeyondTheQuotaOrTheLongest_IsRefusedAndLeavesNothing()
    {
        var small = AreaOf(StoreOf(new() { QuotaBytes = 1000, MaxBytes = 2000 }));
        await small.PutAsync("r/a", Content(new string('a', 600)));

        await Assert.ThrowsAsync<ArtifactQuotaException>(() => small.PutAsync("r/b", Content(new string('b', 500))));
        await Assert.ThrowsAsync<ArtifactTooLargeException>(() => AreaOf(StoreOf(new() { MaxBytes = 10 })).PutAsync("r/b", Content("12345678901")));

        await small.PutAsync("r/same", Content(new string('a', 600)));
        Assert.Equal("a=600 same=600", await ListAsync("r"));
    }

    [Theory]
    [InlineData(Cut.Before, "")]
    [InlineData(Cut.AfterAnswer, "lost=1")]
    public async Task Put_CutOff_IsNotKnownAndMayComeAgain(Cut cut, string after)
    {
        await using var proxy = new CuttingProxy(_database.ConnectionString);
        var reached = new ArtifactArea(new RunFiles(proxy.Database, _store), new FrozenFiles(_trees, _store));
        proxy.Judge = new CommitCut("r/lost", cut).Judge;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => reached.PutAsync("r/lost", Content("x")));
        Assert.Equal(after, await ListAsync("r"));

        await reached.PutAsync("r/lost", Content("x"));
        Assert.Equal("lost=1", await ListAsync("r"));
    }

    [Fact]
    public async Task Put_DeepPath_HasAllItsFolders()
    {
        var path = string.Join('/', Enumerable.Repeat("d", 500));
        await PutAsync(path, "deep");
        Assert.Equal("deep", await ReadAsync(path));
        Assert.Equal(500, await CountAsync());
        await _area.DeleteAsync("d");
        Assert.Equal(0, await CountAsync());
    }

    private FileArtifacts Bytes => new(_folder, TimeProvider.System);

    private ArtifactStore StoreOf(ArtifactOptions options) => new(_database.DataSource, Bytes, TimeProvider.System, Options.Create(options));

    private ArtifactArea AreaOf(ArtifactStore store) => new(new RunFiles(_database.DataSource, store), new FrozenFiles(_trees, store));

    private Task PutAsync(string path, string content) => _area.PutAsync(path, Content(content));

    private async Task<string> ReadAsync(string path) => Encoding.UTF8.GetString((await _store.ReadAsync((await _area.FindAsync(path))!.Digest))!);

    private async Task<string> ListAsync(string folder, int pageSize = All) =>
        string.Join(' ', (await _area.ListAsync(folder, pageSize, null)).Rows.Select(entry => entry.Size is { } size ? $"{entry.Name}={size}" : $"{entry.Name}/"));

    private Task<long> CountAsync() => _database.ScalarAsync<long>("SELECT count(*) FROM run_files");

    /// <summary>What is in a folder is in one that is there, and is none; folder and name make the path.</summary>
    private async Task MustBeATreeAsync() => Assert.Equal(0, await _database.ScalarAsync<long>("""
        SELECT count(*) FROM run_files f LEFT JOIN run_files up ON up.path = f.folder
        WHERE f.folder IS DISTINCT FROM substring(f.path FROM '^(.*)/[^/]*$') OR (f.folder IS NOT NULL AND (up.path IS NULL OR up.digest IS NOT NULL))
        """));

    private static string Shown(IEnumerable<Core.Artifacts.TreeFile> files) => string.Join(' ', files.Select(file => $"{file.Path}={file.Size}"));

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ < 3 ? new ValueTask<int>(buffer.Length) : throw new IOException("the line broke");
    }
}
