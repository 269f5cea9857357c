using System.Formats.Tar;
using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Tests.Backup;

/// <summary>Files that claim to be backups. None of them needs a database: they are refused before one is looked at.</summary>
public sealed class HostileBackupTests : IAsyncLifetime
{
    private const string Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const int Contents = 400;
    private const int Step = 13;
    private static readonly string Artifact = $"artifacts/9f/86/{Digest}";
    private readonly string _folder = Directory.CreateTempSubdirectory("mr-hostile-").FullName;

    private string Good => Path.Combine(_folder, "good.tar");

    private string Bad => Path.Combine(_folder, "bad.tar");

    public async Task InitializeAsync()
    {
        await using var writer = BackupWriter.Create(Good, DateTimeOffset.UnixEpoch);
        await writer.AddAsync(BackupLayout.Database, new MemoryStream(new byte[Contents]), progress: null, CancellationToken.None);
        await writer.AddAsync(Artifact, new MemoryStream("test"u8.ToArray()), progress: null, CancellationToken.None);
        await writer.PublishAsync(Describe([.. writer.Parts]), CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Open_Good_IsAcceptedAndRestoresWhatWasPutIn()
    {
        await using var backup = await OpenAsync(Good);

        var read = new List<(string, string)>();
        await backup.ReadAsync(_ => true, async (part, content) => read.Add((part.Name, await new StreamReader(content).ReadToEndAsync())), CancellationToken.None);

        Assert.Equal([(BackupLayout.Database, new string('\0', Contents)), (Artifact, "test")], read);
    }

    [Fact]
    public async Task Open_CutShortAnywhere_IsRefusedUnlessOnlyThePaddingAtTheEndIsGone()
    {
        var bytes = await File.ReadAllBytesAsync(Good);
        var whole = LastContent(bytes);
        for (var length = 0; length < whole; length += length < whole - 700 ? 97 : 1)
        {
            await File.WriteAllBytesAsync(Bad, bytes[..length]);
            Assert.Contains("no whole backup", (await Assert.ThrowsAsync<BackupException>(() => OpenAsync(Bad))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_ByteFlipped_IsRefusedOrChangesNothing()
    {
        var bytes = await File.ReadAllBytesAsync(Good);
        var manifest = await ManifestAsync(Good);
        var (flipped, refused) = (0, 0);
        for (var at = 0; at < bytes.Length; at += Step)
        {
            flipped++;
            bytes[at] ^= 0x10;
            await File.WriteAllBytesAsync(Bad, bytes);
            bytes[at] ^= 0x10;
            try
            {
                Assert.Equal(manifest, await ManifestAsync(Bad));
            }
            catch (BackupException)
            {
                refused++;
            }
        }

        // All contents, names and lengths. What is left: padding, and what a restore does not look at, such as the times of the entries.
        Assert.InRange(refused, (Contents + manifest.Length) / Step, flipped);
    }

    [Theory]
    [InlineData("../../etc/cron.d/evil")]
    [InlineData("/etc/cron.d/evil")]
    [InlineData("artifacts/9f/86/../../../evil")]
    [InlineData("artifacts/00/86/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("artifacts/9f/86/9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    [InlineData("admin-token")]
    [InlineData("pgdata/postgresql.conf")]
    [InlineData("database.dump")]
    public Task Open_EntryOfAnotherName_IsRefusedByName(string name) =>
        RefusedAsync(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("test"u8.ToArray()) }), name);

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    public Task Open_EntryThatIsNoFile_IsRefusedByItsKind(TarEntryType kind) => RefusedAsync(
        tar =>
        {
            var entry = new PaxTarEntry(kind, Artifact);
            if (kind is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                entry.LinkName = "/etc/passwd";
            tar.WriteEntry(entry);
        },
        kind.ToString());

    [Fact]
    public Task Open_SameArtifactTwice_IsRefused() => RefusedAsync(
        tar =>
        {
            for (var i = 0; i < 2; i++)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, Artifact) { DataStream = new MemoryStream("test"u8.ToArray()) });
        },
        "out of order");

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public async Task Open_PartThatClaimsToBeHuge_IsRefusedWithoutRoomForIt(long size)
    {
        var bytes = await File.ReadAllBytesAsync(Good);
        TarHeader.Resize(bytes.AsSpan(0, TarHeader.Length), size);
        await File.WriteAllBytesAsync(Bad, bytes);

        await Assert.ThrowsAsync<BackupException>(() => OpenAsync(Bad));
    }

    [Fact]
    public async Task Open_ManifestOfOtherParts_IsRefusedNamingOne()
    {
        await using (var writer = BackupWriter.Create(Bad, DateTimeOffset.UnixEpoch))
        {
            await writer.AddAsync(BackupLayout.Database, new MemoryStream(new byte[10]), progress: null, CancellationToken.None);
            await writer.PublishAsync(Describe([new SealedPart { Name = BackupLayout.Database, Bytes = 10, Sha256 = Digest }]), CancellationToken.None);
        }

        var refused = await Assert.ThrowsAsync<BackupException>(() => OpenAsync(Bad));

        Assert.Contains("'database.dump' is damaged", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004 no tar at all")]
    public async Task Open_AnotherFile_IsRefused(string content)
    {
        await File.WriteAllTextAsync(Bad, content.PadRight(2048, 'x'));

        Assert.Contains("no whole backup", (await Assert.ThrowsAsync<BackupException>(() => OpenAsync(Bad))).Message, StringComparison.Ordinal);
    }

    private static Task<BackupReader> OpenAsync(string file) => BackupReader.OpenAsync(file, (_, _) => { }, CancellationToken.None);

    private static async Task<string> ManifestAsync(string file)
    {
        await using var backup = await OpenAsync(file);
        return JsonSerializer.Serialize(backup.Manifest, RegistryJson.Options);
    }

    private static BackupManifest Describe(SealedPart[] parts) => new()
    {
        Format = BackupManifest.CurrentFormat,
        TakenAt = DateTimeOffset.UnixEpoch,
        Server = "15.1",
        DumpMajor = 15,
        Database = "registry",
        Schema = [new AppliedStep { Number = 1, Name = "001_first.sql", Sha256 = Digest }],
        Parts = [.. parts],
    };

    private async Task RefusedAsync(Action<TarWriter> write, string named)
    {
        await using (var tar = new TarWriter(File.Create(Bad), TarEntryFormat.Pax, leaveOpen: false))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, BackupLayout.Database) { DataStream = new MemoryStream(new byte[10]) });
            write(tar);
        }

        var refused = await Assert.ThrowsAsync<BackupException>(() => OpenAsync(Bad));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Equal([Bad, Good], Directory.EnumerateFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    /// <summary>The end of the seal: what follows is zeros.</summary>
    private static int LastContent(byte[] bytes) => Array.FindLastIndex(bytes, one => one != 0) + 1;
}
