using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Sealed;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Backup;

[Collection(PostgresCollection.Name)]
public sealed class RegistryRestoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private BackedUpRegistry _registry = null!;
    private BackupManifest _manifest = null!;
    private RegistryPlace _place = null!;
    private TestDatabase _target = null!;

    public async Task InitializeAsync()
    {
        _registry = await BackedUpRegistry.MakeAsync(postgres);
        _manifest = await _registry.BackUpAsync();
        (_place, _target) = await _registry.EmptyPlaceAsync();
    }

    public Task DisposeAsync() => _registry.DisposeAsync().AsTask();

    [Theory]
    [InlineData("pgdata/PG_VERSION")]
    [InlineData("artifacts/ab/cd/x")]
    [InlineData("admin-token")]
    [InlineData("thesis.txt")]
    public async Task Run_FolderWithFiles_IsRefusedNamingThemAndLeavesThem(string there)
    {
        var path = Path.Combine(_place.DataDirectory, there);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "mine");

        var refused = await Assert.ThrowsAsync<BackupException>(RestoreAsync);

        Assert.Contains($"it holds {there.Split('/')[0]})", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        await MustBeEmptyAsync(_target);
    }

    [Theory]
    [InlineData("CREATE TABLE mine (x int)", "public.mine")]
    [InlineData("CREATE SCHEMA orleans", "orleans.*")]
    [InlineData("CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "public.mine")]
    public async Task Run_DatabaseWithContents_IsRefusedNamingThemAndLeavesThem(string made, string named)
    {
        await _target.ExecuteAsync(made);
        var before = await DatabaseContents.ReadAsync(_target.DataSource);

        var refused = await Assert.ThrowsAsync<BackupException>(RestoreAsync);

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        DatabaseContents.MustEqual(before, await DatabaseContents.ReadAsync(_target.DataSource));
        MustBeEmptyFolder();
    }

    [Theory]
    [InlineData("writing the artifacts")]
    [InlineData("filling the database")]
    public async Task Run_Interrupted_LeavesNothingAndCanBeginAgain(string phase)
    {
        using var interrupt = new CancellationTokenSource();
        var progress = new BackedUpRegistry.Told(told =>
        {
            if (told.Phase == phase)
                interrupt.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RegistryRestore.RunAsync(_registry.File, _place, progress, interrupt.Token));

        MustBeEmptyFolder();
        await MustBeEmptyAsync(_target);
        await RestoreAsync();
        DatabaseContents.MustEqual(await DatabaseContents.ReadAsync(_registry.Database.DataSource), await DatabaseContents.ReadAsync(_target.DataSource));
    }

    [Fact]
    public async Task Run_DumpThatEndsInTheMiddle_LeavesNothingAndSaysWhatPgRestoreSaid()
    {
        // Sealed with the rest: only pg_restore can find it out, when it has made half of the tables.
        await RewriteAsync(_manifest, (part, content) => BackupLayout.IsDatabase(part) ? content[..(int)(part.Bytes / 2)] : content);

        await RefusedAsync("pg_restore failed");
    }

    [Fact]
    public async Task Run_AfterARestoreThatWasKilled_BeginsAnew()
    {
        // What a kill leaves: the marker and some artifacts, and nothing in the database.
        var store = ArtifactFolder.In(_place.DataDirectory);
        Directory.CreateDirectory(store);
        await File.WriteAllTextAsync(Path.Combine(store, "half"), "half an artifact");
        RestoreMarker.Set(_place.DataDirectory);
        Assert.Throws<BackupException>(() => RestoreMarker.MustBeAbsent(_place.DataDirectory));

        await RestoreAsync();

        RestoreMarker.MustBeAbsent(_place.DataDirectory);
        Assert.Equal(_manifest.Parts.Length - 1, Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Run_NewerSchema_IsRefusedByNameBeforeAnythingIsWritten()
    {
        await RewriteAsync(_manifest with { Schema = _manifest.Schema.Add(new AppliedStep { Number = 999, Name = "999_later.sql", Sha256 = "x" }) });

        await RefusedAsync("999_later.sql");
    }

    [Fact]
    public async Task Run_NewerServer_IsRefusedNamingBoth()
    {
        await RewriteAsync(_manifest with { Server = "99.1" });

        await RefusedAsync("made by PostgreSQL 99.1");
    }

    [Fact]
    public async Task Run_NewerDump_IsRefusedNamingWhatToInstall()
    {
        await RewriteAsync(_manifest with { DumpMajor = 99 });

        var refused = await Assert.ThrowsAsync<Postgres.Embedded.EmbeddedPostgresException>(RestoreAsync);

        Assert.Contains("postgresql-client-99", refused.Message, StringComparison.Ordinal);
        MustBeEmptyFolder();
    }

    [Fact]
    public async Task Run_NewerFormat_IsRefused()
    {
        await RewriteAsync(_manifest with { Format = 2 });

        await RefusedAsync("format 2");
    }

    [Fact]
    public async Task Run_NoSuchFile_IsRefusedByName()
    {
        File.Delete(_registry.File);

        await RefusedAsync(_registry.File);
    }

    private Task RestoreAsync() => RegistryRestore.RunAsync(_registry.File, _place, new BackedUpRegistry.Told(_ => { }));

    private async Task RefusedAsync(string named)
    {
        var refused = await Assert.ThrowsAsync<BackupException>(RestoreAsync);

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        MustBeEmptyFolder();
        await MustBeEmptyAsync(_target);
    }

    private void MustBeEmptyFolder()
    {
        if (Directory.Exists(_place.DataDirectory))
            Assert.Equal(["host.lock"], Directory.EnumerateFileSystemEntries(_place.DataDirectory).Select(Path.GetFileName));
    }

    private static async Task MustBeEmptyAsync(TestDatabase database) =>
        Assert.Equal(["definitions"], (await DatabaseContents.ReadAsync(database.DataSource)).Where(one => one.Key != "definitions" || one.Value.Length == 0).Select(one => one.Key));

    /// <summary>The same or other parts under another manifest, sealed again.</summary>
    private async Task RewriteAsync(BackupManifest manifest, Func<SealedPart, byte[], byte[]>? change = null)
    {
        var rewritten = _registry.File + ".rewritten";
        await using (var backup = await BackupReader.OpenAsync(_registry.File, (_, _) => { }, CancellationToken.None))
        await using (var writer = BackupWriter.Create(rewritten, manifest.TakenAt))
        {
            await backup.ReadAsync(_ => true, async (part, content) =>
            {
                var bytes = new byte[part.Bytes];
                await content.ReadExactlyAsync(bytes);
                await writer.AddAsync(part.Name, new MemoryStream(change?.Invoke(part, bytes) ?? bytes), progress: null, CancellationToken.None);
            }, CancellationToken.None);
            await writer.PublishAsync(manifest with { Parts = [.. writer.Parts] }, CancellationToken.None);
        }

        File.Move(rewritten, _registry.File, overwrite: true);
    }
}
