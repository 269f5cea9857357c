using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Embedded;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Embedded;

public sealed class EmbeddedPostgresTests(InitialisedFolder initialised) : IClassFixture<InitialisedFolder>, IDisposable
{
    private readonly string _root = MakeRoot();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Dispose_RunningServer_StopsItCleanlyAndKeepsTheData()
    {
        var options = Options("data");
        int pid;
        await using (var first = await StartAsync(options))
        {
            pid = first.ProcessId;
            Assert.False(first.Adopted);
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 42 AS x");
        }

        Assert.False(Signals.IsAlive(pid) && Directory.Exists($"/proc/{pid}/fd") && File.ReadAllText($"/proc/{pid}/cmdline").Length > 0);
        Assert.False(File.Exists(Path.Combine(_root, "data", "pgdata", PostmasterFile.Name)));
        await using var second = await StartAsync(options);
        Assert.Equal(42, await ScalarAsync(second, "SELECT x FROM kept"));
        // A server that was not stopped cleanly would have had to recover.
        Assert.DoesNotContain("not properly shut down", await File.ReadAllTextAsync(Path.Combine(_root, "data", "pgdata", "server.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Settings_AreDurableSocketOnlyAndInASessionOfItsOwn()
    {
        await using var server = await StartAsync((await UsedAsync("data")) with { Durable = true });

        Assert.Equal("on|on|on||0700|off|UTC|UTF8", await ScalarAsync(server, """
            SELECT concat_ws('|', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'),
                current_setting('listen_addresses'), current_setting('unix_socket_permissions'), current_setting('jit'), current_setting('timezone'), current_setting('server_encoding'))
            """));
        if (Directory.Exists("/proc/self"))
            Assert.NotEqual(SessionOf(Environment.ProcessId), SessionOf(server.ProcessId));
        if (Environment.IsPrivilegedProcess)
            Assert.DoesNotContain("Uid:\t0", await File.ReadAllTextAsync($"/proc/{server.ProcessId}/status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HostWasKilled_TakesTheRunningServerOver()
    {
        var options = await UsedAsync("data");
        var killed = await StartAsync(options);
        await ExecuteAsync(killed, "CREATE TABLE kept AS SELECT 43 AS x");
        killed.AbandonAsIfKilled();

        await using var successor = await StartAsync(options);

        Assert.True(successor.Adopted);
        Assert.Equal(killed.ProcessId, successor.ProcessId);
        Assert.Equal(43, await ScalarAsync(successor, "SELECT x FROM kept"));
    }

    [Fact]
    public async Task Watch_ServerIsKilled_StartsItAgainWithItsDataOnTheSameSocket()
    {
        await using var server = await StartAsync((await UsedAsync("data")) with { Durable = true });
        await ExecuteAsync(server, "CREATE TABLE kept AS SELECT 45 AS x");
        var (pid, connection) = (server.ProcessId, server.ConnectionString);
        var restarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Restarted += (_, _) => restarted.TrySetResult();

        using (var process = Process.GetProcessById(pid))
            process.Kill();
        await restarted.Task.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.NotEqual(pid, server.ProcessId);
        Assert.Equal(connection, server.ConnectionString);
        Assert.Equal(45, await ScalarAsync(server, "SELECT x FROM kept"));
    }

    [Fact]
    public async Task Start_ServerWasKilledToo_RecoversAndStartsAnother()
    {
        var options = (await UsedAsync("data")) with { Durable = true };
        var killed = await StartAsync(options);
        await ExecuteAsync(killed, "CREATE TABLE kept AS SELECT 44 AS x");
        killed.AbandonAsIfKilled();
        using (var process = Process.GetProcessById(killed.ProcessId))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await using var successor = await StartAsync(options);

        Assert.False(successor.Adopted);
        Assert.Equal(44, await ScalarAsync(successor, "SELECT x FROM kept"));
    }

    [Fact]
    public async Task Start_ProcessIdOfADeadServerBelongsToAnotherProgram_StartsAnyway()
    {
        var options = await UsedAsync("data");
        var file = Path.Combine(_root, "data", "pgdata", PostmasterFile.Name);
        var contents = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{_root}/data/pgdata\n1700000000\n5432\n\n\n\nready\n");
        foreach (var left in new[] { file, Path.Combine(Path.GetDirectoryName(file)!, ".s.PGSQL.5432.lock") })
        {
            await File.WriteAllTextAsync(left, contents);
            if (Environment.IsPrivilegedProcess)
                await ServerCommand.MustAsync(["/usr/bin/env", "chown", "--reference", Path.GetDirectoryName(file)!, left], "giving the file away", CancellationToken.None);
        }

        await using var server = await StartAsync(options);

        Assert.NotEqual(Environment.ProcessId, server.ProcessId);
    }

    [Fact]
    public async Task Start_CopyOfTheFolderOfARunningServer_StartsItsOwnAndLeavesTheOther()
    {
        // The process id in the copy is that of a live PostgreSQL, but of another folder.
        await using var original = await StartAsync(await UsedAsync("original"));
        Directory.CreateDirectory(Path.Combine(_root, "copy"));
        await ServerCommand.MustAsync(["/bin/cp", "-a", Path.Combine(_root, "original", "pgdata"), Path.Combine(_root, "copy")], "copying", CancellationToken.None);
        Assert.Equal(original.ProcessId, PostmasterFile.Read(Path.Combine(_root, "copy", "pgdata"))!.Pid);

        await using var copy = await StartAsync(Options("copy"));

        Assert.False(copy.Adopted);
        Assert.NotEqual(original.ProcessId, copy.ProcessId);
        Assert.Equal(Path.Combine(_root, "original", "pgdata"), await ScalarAsync(original, "SHOW data_directory"));
        Assert.Equal(Path.Combine(_root, "copy", "pgdata"), await ScalarAsync(copy, "SHOW data_directory"));
    }

    [Fact]
    public async Task Start_DataExchangedUnderARunningServer_IsRefusedNamingBothSystemsAndLeavesIt()
    {
        // A socket elsewhere still answers when the folder has been moved away and another put in its place.
        var folder = string.Join('/', Enumerable.Repeat("a-rather-long-folder-name", 5));
        var killed = await StartAsync(await UsedAsync(folder));
        killed.AbandonAsIfKilled();
        var pgdata = Path.Combine(_root, folder, "pgdata");
        Directory.Move(pgdata, pgdata + ".moved");
        await initialised.CopyAsync(Path.Combine(_root, folder));
        await ServerCommand.MustAsync(["/bin/cp", "-a", Path.Combine(pgdata + ".moved", PostmasterFile.Name), pgdata], "copying", CancellationToken.None);
        await using (var control = File.OpenWrite(Path.Combine(pgdata, "global", "pg_control")))
            control.Write([1, 2, 3, 4]);

        try
        {
            var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Options(folder)));

            Assert.Matches("the PostgreSQL that answers for .* \\(system [0-9]+\\) is another: its data was in .* when it started \\(system [0-9]+\\)", refused.Message);
            Assert.Equal(1, await ScalarAsync(killed, "SELECT 1"));
        }
        finally
        {
            using var process = Process.GetProcessById(killed.ProcessId);
            process.Kill();
            await process.WaitForExitAsync();
            SocketFolder.Remove(new NpgsqlConnectionStringBuilder(killed.ConnectionString).Host!, pgdata);
        }
    }

    [Fact]
    public async Task Start_FolderOfAnotherUser_RunsAsThatUser()
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        var options = await UsedAsync("data");
        await ServerCommand.MustAsync(["/usr/bin/env", "chown", "-R", "nobody", Path.Combine(_root, "data", "pgdata")], "giving the data away", CancellationToken.None);

        await using var server = await StartAsync(options);

        var uid = await ServerCommand.MustAsync(["/usr/bin/env", "id", "-u", "nobody"], "asking for nobody", CancellationToken.None);
        Assert.Contains($"Uid:\t{uid}", await File.ReadAllTextAsync($"/proc/{server.ProcessId}/status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FolderOfARunningHost_IsRefused()
    {
        await using var first = await StartAsync(await UsedAsync("data"));

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Options("data")));

        Assert.Contains($"in use by process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ScalarAsync(first, "SELECT 1"));
    }

    [Fact]
    public async Task Start_PathTooLongForASocket_PutsTheSocketElsewhereAndRemovesIt()
    {
        var folder = string.Join('/', Enumerable.Repeat("a-rather-long-folder-name", 5));
        string socket;
        await using (var server = await StartAsync(await UsedAsync(folder)))
        {
            socket = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
            Assert.True(socket.Length < 80, socket);
            Assert.Equal(1, await ScalarAsync(server, "SELECT 1"));
        }

        Assert.False(Directory.Exists(socket));
    }

    [Theory]
    [InlineData("with space, comma")]
    [InlineData("ünï-😀")]
    public async Task Start_PathThatASocketSettingCannotHold_Works(string folder)
    {
        await using var server = await StartAsync(Options(folder));

        Assert.Equal(1, await ScalarAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task Start_FolderThroughALink_IsTheSameFolder()
    {
        Directory.CreateDirectory(Path.Combine(_root, "real"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(_root, "real"));
        var first = await StartAsync(await UsedAsync("link/data"));
        first.AbandonAsIfKilled();

        await using var second = await StartAsync(Options("real/data"));

        Assert.True(second.Adopted);
    }

    [Fact]
    public async Task Start_InterruptedInitialisation_BeginsAgain()
    {
        Directory.CreateDirectory(Path.Combine(_root, "data", "pgdata.new", "base"));
        await File.WriteAllTextAsync(Path.Combine(_root, "data", "pgdata.new", "PG_VERSION"), "15\n");

        await using var server = await StartAsync(Options("data"));

        Assert.False(Directory.Exists(Path.Combine(_root, "data", "pgdata.new")));
    }

    [Fact]
    public async Task Start_FolderWithOtherFiles_IsRefusedAndLeftAlone()
    {
        var file = Path.Combine(_root, "data", "pgdata", "thesis.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "the only copy");

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Options("data")));

        Assert.Contains("no PostgreSQL data folder", refused.Message, StringComparison.Ordinal);
        Assert.Equal("the only copy", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Start_DataOfAnotherMajorVersion_IsRefusedNamingBoth()
    {
        Directory.CreateDirectory(Path.Combine(_root, "data", "pgdata"));
        await File.WriteAllTextAsync(Path.Combine(_root, "data", "pgdata", "PG_VERSION"), "7\n");

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Options("data")));

        Assert.Contains("made by PostgreSQL 7", refused.Message, StringComparison.Ordinal);
        Assert.Matches("only this is installed: [0-9]+ in /", refused.Message);
    }

    [Fact]
    public async Task Start_FolderThatTheServersUserCannotReach_IsRefusedNamingWhatIsClosed()
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return;
        var closed = Path.Combine(_root, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Options("closed/data")));

        Assert.Contains($"{closed} is closed to it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DamagedData_SaysWhatTheServerSaid()
    {
        var options = await UsedAsync("data");
        File.Delete(Path.Combine(_root, "data", "pgdata", "global", "pg_control"));

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(options));

        Assert.Contains("pg_control", refused.Message, StringComparison.Ordinal);
    }

    private static string MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("mr-embedded-").FullName;
        InitialisedFolder.Open(root);
        return root;
    }

    /// <summary>A folder that has been used before.</summary>
    private async Task<EmbeddedPostgresOptions> UsedAsync(string folder)
    {
        await initialised.CopyAsync(Path.Combine(_root, folder));
        return Options(folder);
    }

    private EmbeddedPostgresOptions Options(string folder) => new()
    {
        DataDirectory = Path.Combine(_root, folder),
        Durable = false,
        SharedBuffersMegabytes = 16,
    };

    private static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options) => EmbeddedPostgres.StartAsync(options, NullLogger.Instance);

    private static string SessionOf(int pid)
    {
        // Fields after the command's closing bracket: state, parent, group, session.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3];
    }

    private static Task ExecuteAsync(EmbeddedPostgres server, string sql) => ScalarAsync(server, sql);

    private static async Task<object?> ScalarAsync(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
