using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Migrations;
using Npgsql;

namespace ModelRegistry.Tests.Shared;

/// <summary>The one server of this test process: started for the first fixture, stopped and removed after the last.</summary>
internal sealed class TestServer
{
    public const string Template = "migrated";

    private const string Prefix = "mr-tests-";
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static TestServer? _running;
    private static int _users;
    private readonly string _folder;

    private TestServer(string folder, EmbeddedPostgres postgres)
    {
        _folder = folder;
        Postgres = postgres;
    }

    public EmbeddedPostgres Postgres { get; }

    public static async Task<TestServer> AcquireAsync()
    {
        await Gate.WaitAsync();
        try
        {
            _running ??= await StartAsync();
            _users++;
            return _running;
        }
        finally
        {
            Gate.Release();
        }
    }

    public static async Task ReleaseAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (--_users > 0 || _running is not { } last)
                return;
            _running = null;
            await last.Postgres.DisposeAsync();
            Directory.Delete(last._folder, recursive: true);
        }
        finally
        {
            Gate.Release();
        }
    }

    public static async Task ExecuteAsync(EmbeddedPostgres postgres, string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionStringTo(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestServer> StartAsync()
    {
        await SweepAsync();
        var folder = Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var postgres = await EmbeddedPostgres.StartAsync(Describe(folder), NullLogger.Instance);
        try
        {
            await MakeTemplateAsync(postgres);
            return new TestServer(folder, postgres);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    private static async Task MakeTemplateAsync(EmbeddedPostgres postgres)
    {
        await ExecuteAsync(postgres, "postgres", $"CREATE DATABASE {Template}");
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionStringTo(Template) + ";Pooling=false");
        await SchemaMigrator.ApplyAsync(source, NullLogger.Instance);
        await InventedArtifacts.AddAsync(source);
    }

    /// <summary>Ends and removes what test processes left behind that were killed.</summary>
    private static async Task SweepAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(folder => !IsAlive(Path.GetFileName(folder)[Prefix.Length..])))
        {
            try
            {
                await EndServerAsync(Path.Combine(folder, "pgdata"));
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception beaten) when (beaten is IOException or UnauthorizedAccessException)
            {
                // Another test process sweeps it at the same time.
                Console.Error.WriteLine($"{folder} was not removed: {beaten.Message}");
            }
        }
    }

    private static async Task EndServerAsync(string pgdata)
    {
        var file = Path.Combine(pgdata, "postmaster.pid");
        if (!File.Exists(file) || File.ReadLines(file).FirstOrDefault() is not { } pid || !IsAlive(pid))
            return;
        if (!(await File.ReadAllTextAsync($"/proc/{pid}/cmdline")).Contains(pgdata, StringComparison.Ordinal))
            return;
        using var server = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        server.Kill();
        await server.WaitForExitAsync();
    }

    private static bool IsAlive(string pid) => Directory.Exists($"/proc/{pid}");

    private static EmbeddedPostgresOptions Describe(string folder) => new()
    {
        DataDirectory = folder,
        Durable = false,
        SharedBuffersMegabytes = 64,
        StopTimeout = TimeSpan.FromSeconds(5),
    };
}
