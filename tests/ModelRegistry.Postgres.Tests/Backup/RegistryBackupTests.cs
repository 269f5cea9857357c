using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Backup;

[Collection(PostgresCollection.Name)]
public sealed class RegistryBackupTests(PostgresFixture postgres) : IAsyncLifetime
{
    private BackedUpRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await BackedUpRegistry.MakeAsync(postgres);

    public Task DisposeAsync() => _registry.DisposeAsync().AsTask();

    [Fact]
    public async Task Write_Registry_RestoresToEqualTablesAndArtifacts()
    {
        var before = await DatabaseContents.ReadAsync(_registry.Database.DataSource);
        var manifest = await _registry.BackUpAsync();
        var (place, restored) = await _registry.EmptyPlaceAsync();

        await RegistryRestore.RunAsync(_registry.File, place, new BackedUpRegistry.Told(_ => { }));

        DatabaseContents.MustEqual(before, await DatabaseContents.ReadAsync(restored.DataSource));
        string[] filled = ["public.events", "public.models", "public.model_versions", "public.artifacts", "public.run_files", "public.access_tokens", "public.log_writers", "public.outcomes_", "public.predictions_", "orleans.grain_state"];
        Assert.All(filled, table => Assert.Contains(before, one => one.Key.StartsWith(table, StringComparison.Ordinal) && one.Value.Length > 0));
        Assert.Single(manifest.Parts.Skip(1)); // the small one is in its row
        foreach (var part in manifest.Parts.Skip(1))
            Assert.Equal(part.Bytes, (await _registry.ArtifactsOf(place.DataDirectory).ReadAsync(part.Sha256))!.Length);
        Assert.Empty((await new HashChain(restored.DataSource).VerifyAsync()).Broken);
        Assert.False(RestoreMarkerIsIn(place));
    }

    [Fact]
    public async Task Write_WhileArtifactsAndEventsArrive_HoldsEveryArtifactItsEventsName()
    {
        // Each event names the artifact that was stored just before it. The moment is that of the dump; what comes later need not be in.
        var store = new EventStore(_registry.Database.DataSource, []);
        var (began, done) = (new TaskCompletionSource(), new CancellationTokenSource());
        var writing = Task.Run(async () =>
        {
            for (var i = 1; !done.IsCancellationRequested; i++)
            {
                var artifact = await _registry.Artifacts.PutAsync(new MemoryStream([.. BitConverter.GetBytes(i), .. new byte[SmallArtifacts.MaxBytes]]));
                await store.AppendAsync(Requests.Append(Requests.Stream(900, "naming"), i - 1, 10_000 + i, Requests.Event(artifact.Digest)));
                if (i == 5)
                    began.SetResult();
            }
        });
        await began.Task;
        await _registry.BackUpAsync(new BackedUpRegistry.Told(progress =>
        {
            // Half-way: more of both while the artifacts are being copied.
            if (progress.Phase.Contains("artifacts", StringComparison.Ordinal) && !done.IsCancellationRequested)
                done.Cancel();
        }));
        await writing;
        var (place, restored) = await _registry.EmptyPlaceAsync();

        await RegistryRestore.RunAsync(_registry.File, place, new BackedUpRegistry.Told(_ => { }));

        var named = await new EventStore(restored.DataSource, []).ReadAllAsync(Requests.Stream(900, "naming"));
        Assert.True(named.Length >= 5);
        Assert.All(named, one => Assert.True(File.Exists(ArtifactFolder.PathOf(ArtifactFolder.In(place.DataDirectory), one.Payload.Text()))));
        Assert.Empty((await new HashChain(restored.DataSource).VerifyAsync()).Broken);
    }

    [Fact]
    public async Task Write_File_IsItsOwnersOnlyAndWithoutTheAdminToken()
    {
        await File.WriteAllTextAsync(Path.Combine(_registry.Place.DataDirectory, "admin-token"), "mr_secret-of-the-admin");

        await _registry.BackUpAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_registry.File));
        Assert.DoesNotContain("mr_secret-of-the-admin", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_registry.File)), StringComparison.Ordinal);
        Assert.False(File.Exists(_registry.File + ".part"));
    }

    [Fact]
    public async Task Write_FileIsThere_IsRefusedAndLeftAlone()
    {
        await File.WriteAllTextAsync(_registry.File, "yesterday's");

        var refused = await Assert.ThrowsAsync<BackupException>(() => _registry.BackUpAsync());

        Assert.Contains("is there already", refused.Message, StringComparison.Ordinal);
        Assert.Equal("yesterday's", await File.ReadAllTextAsync(_registry.File));
    }

    [Fact]
    public async Task Write_DamagedArtifact_IsRefusedNamingItAndLeavesNoFile()
    {
        var damaged = Directory.EnumerateFiles(ArtifactFolder.In(_registry.Place.DataDirectory), "*", SearchOption.AllDirectories).First();
        await File.AppendAllTextAsync(damaged, "x");

        await RefusedAsync($"{damaged} is damaged");
    }

    [Fact]
    public async Task Write_MissingArtifact_IsRefusedNamingItAndLeavesNoFile()
    {
        var missing = Directory.EnumerateFiles(ArtifactFolder.In(_registry.Place.DataDirectory), "*", SearchOption.AllDirectories).First();
        File.Delete(missing);

        await RefusedAsync(Path.GetFileName(missing));
    }

    [Fact]
    public async Task Write_DatabaseWithoutRegistry_IsRefusedByName()
    {
        var (place, _) = await _registry.EmptyPlaceAsync();

        var refused = await Assert.ThrowsAsync<BackupException>(
            () => RegistryBackup.WriteAsync(place, _registry.File, new BackedUpRegistry.Told(_ => { }), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Contains("holds no registry", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_NewerSchema_IsRefusedByName()
    {
        await _registry.Database.ExecuteAsync("INSERT INTO schema_migrations VALUES (999, '999_later.sql', 'x')");

        await RefusedAsync("999_later.sql");
    }

    [Fact]
    public async Task Write_Interrupted_LeavesNoFile()
    {
        using var interrupt = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _registry.BackUpAsync(new BackedUpRegistry.Told(_ => interrupt.Cancel()), interrupt.Token));

        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(_registry.Folder).Select(Path.GetFileName));
    }

    private static bool RestoreMarkerIsIn(RegistryPlace place) => Directory.EnumerateFiles(place.DataDirectory).Any(file => file.EndsWith("unfinished", StringComparison.Ordinal));

    private async Task RefusedAsync(string named)
    {
        var refused = await Assert.ThrowsAsync<BackupException>(() => _registry.BackUpAsync());

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(_registry.Folder).Select(Path.GetFileName));
    }
}
