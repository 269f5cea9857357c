using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Postgres.Tests.Embedded;

/// <summary>Looking for PostgreSQL on machines made up of scripts.</summary>
public sealed class PostgresBinariesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mr-places-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task FindServer_Nowhere_IsRefusedSayingWhatToInstall()
    {
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindServerAsync(new PostgresPlaces([], [])));

        Assert.Contains("no PostgreSQL server was found", refused.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install --no-install-recommends postgresql", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--postgres", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindServer_OnPathAndElsewhere_TakesPath()
    {
        Install("chosen", 14);
        Install("lib/postgresql/17/bin", 17);

        Assert.Equal((In("chosen"), 14), await FindServerAsync(Places("chosen")));
    }

    [Fact]
    public async Task FindServer_SeveralVersions_TakesTheHighestOrTheOneOfTheData()
    {
        Install("lib/postgresql/9/bin", 9);
        Install("lib/postgresql/15/bin", 15);
        Install("lib/postgresql/16/bin", 16);

        Assert.Equal((In("lib/postgresql/16/bin"), 16), await FindServerAsync(Places()));
        Assert.Equal((In("lib/postgresql/15/bin"), 15), await FindServerAsync(Places(), major: 15));
    }

    [Fact]
    public async Task FindServer_OnlyOldOrBrokenOnes_IsRefusedNamingThem()
    {
        Install("lib/postgresql/13/bin", 13);
        Install("lib/postgresql/15/bin", 15, works: false);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindServerAsync(Places()));

        Assert.Contains($"14 or newer is needed, found 13 in {In("lib/postgresql/13/bin")}:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindServer_DataOfAnotherMajor_IsRefusedWithTheStepsToCarryItOver()
    {
        Install("lib/postgresql/16/bin", 16);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindServerAsync(Places(), major: 15));

        Assert.Contains("made by PostgreSQL 15, but only this is installed: 16 in", refused.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql-15", refused.Message, StringComparison.Ordinal);
        Assert.Contains("modelreg backup registry.tar --data-dir /srv/registry\n", refused.Message, StringComparison.Ordinal);
        Assert.Contains("mv /srv/registry /srv/registry.postgresql-15\n", refused.Message, StringComparison.Ordinal);
        Assert.Contains("modelreg restore registry.tar --data-dir /srv/registry\n", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindServer_LinkOnPath_IsFollowedToWhereTheProgramsAre()
    {
        Install("store/postgresql", 15);
        Directory.CreateDirectory(In("profile"));
        foreach (var program in new[] { "initdb", "postgres" })
            File.CreateSymbolicLink(In($"profile/{program}"), In($"store/postgresql/{program}"));

        Assert.Equal((In("store/postgresql"), 15), await FindServerAsync(Places("profile")));
    }

    [Theory]
    [InlineData(15, 15)]
    [InlineData(16, 17)]
    public async Task FindClient_ForAServer_IsOfItsVersionOrTheNextNewer(int server, int found)
    {
        foreach (var major in new[] { 14, 15, 17, 18 })
            Install($"lib/postgresql/{major}/bin", major);

        Assert.Equal(found, (await PostgresBinaries.FindClientAsync(Places(), server, CancellationToken.None)).Major);
    }

    [Fact]
    public async Task FindClient_WrapperOnPath_IsPassedOver()
    {
        Install("lib/postgresql/15/bin", 15);
        Directory.CreateDirectory(In("usr-bin"));
        await File.WriteAllTextAsync(In("wrapper"), "#!/bin/sh\n");
        foreach (var program in new[] { "pg_dump", "pg_restore" })
            File.CreateSymbolicLink(In($"usr-bin/{program}"), In("wrapper"));

        Assert.Equal(In("lib/postgresql/15/bin"), (await PostgresBinaries.FindClientAsync(Places("usr-bin"), 15, CancellationToken.None)).Folder);
    }

    private static async Task<(string, int)> FindServerAsync(PostgresPlaces places, int? major = null)
    {
        var found = await PostgresBinaries.FindServerAsync(places, major, "/srv/registry", CancellationToken.None);
        return (found.Folder, found.Major);
    }

    private string In(string folder) => Path.Combine(_root, folder);

    private PostgresPlaces Places(params string[] path) => new([.. path.Select(In)], [In("lib/postgresql/*/bin")]);

    private void Install(string folder, int major, bool works = true)
    {
        Directory.CreateDirectory(In(folder));
        foreach (var program in new[] { "initdb", "postgres", "pg_dump", "pg_restore" })
        {
            File.WriteAllText(Path.Combine(In(folder), program), works ? $"#!/bin/sh\necho '{program} (PostgreSQL) {major}.3 (Debian {major}.3-1)'\n" : "#!/nowhere/sh\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path.Combine(In(folder), program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
