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
    }

    /// <summary>Stops and removes what test processes left behind that were killed; a folder in use refuses.</summary>
    private static async Task SweepAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                await (await EmbeddedPostgres.StartAsync(Describe(folder), NullLogger.Instance)).DisposeAsync();
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception inUse) when (inUse is EmbeddedPostgresException or IOException)
            {
                // Another test process runs on it, or sweeps it too.
                Console.Error.WriteLine(inUse.Message);
            }
        }
    }

    private static EmbeddedPostgresOptions Describe(string folder) => new()
    {
        DataDirectory = folder,
        Durable = false,
        SharedBuffersMegabytes = 64,
        StopTimeout = TimeSpan.FromSeconds(5),
    };
}
