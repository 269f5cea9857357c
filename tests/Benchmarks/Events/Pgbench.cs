using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Benchmarks.Events;

/// <summary>
/// PostgreSQL's own load generator, writing the rows that an append writes: one transaction each, prepared statements, one session per writer.
/// It decides nothing: no expected version, no chain, no hash.
/// </summary>
internal sealed class Pgbench(string program, string connectionString, ScratchFolder folder)
{
    private const string Stream = "lpad(:s::text, 32, '0')::uuid";

    private static readonly string Hash = $"'\\x{new string('a', 64)}'::bytea";
    private static readonly string Payload = $"'\\x{new string('7', 2 * 270)}'::bytea";

    private static readonly string Script = $"""
        \set s random(:first, :last)
        BEGIN;
        UPDATE streams SET version = version + 1, head = {Hash} WHERE kind = 'model' AND id = {Stream};
        INSERT INTO events (stream_kind, stream_id, version, type, payload, at, actor, command_id, hash) SELECT kind, id, version, 'shadows-set', {Payload}, now(), 'benchmark', gen_random_uuid(), head FROM streams WHERE kind = 'model' AND id = {Stream};
        INSERT INTO commands SELECT kind, id, gen_random_uuid(), repeat('f', 64), version, now(), '\x7b7d' FROM streams WHERE kind = 'model' AND id = {Stream};
        UPDATE models SET shadows = array[1, 2, 3], routing_revision = nextval('routing_revisions'), revision = revision + 1, updated_at = now() WHERE id = {Stream};
        END;
        """;

    private int _streams;
    private int _runs;

    /// <summary>Null where it is not installed: it stands beside the server's programs.</summary>
    public static Pgbench? Find(string connectionString, ScratchFolder folder)
    {
        string[] versions = Directory.Exists("/usr/lib/postgresql") ? [.. Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))] : [];
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(versions).Select(bin => Path.Combine(bin, "pgbench")).FirstOrDefault(File.Exists);
        return program is null ? null : new Pgbench(program, connectionString, folder);
    }

    /// <summary>Milliseconds of every transaction, sorted.</summary>
    public async Task<double[]> RunAsync(NpgsqlDataSource database, int writers, int streams, TimeSpan time, CancellationToken cancellationToken)
    {
        var first = _streams + 1;
        _streams += streams;
        await using (var make = database.CreateCommand($"""
            INSERT INTO streams SELECT 'model', lpad(n::text, 32, '0')::uuid, 0, '' FROM generate_series({first}, {_streams}) n;
            INSERT INTO models (id, name, lifecycle, tags, revision, created_at, created_by, updated_at)
            SELECT lpad(n::text, 32, '0')::uuid, 'pgbench ' || n, 'Governed', jsonb_build_object(), 1, now(), 'pgbench', now() FROM generate_series({first}, {_streams}) n
            """))
            await make.ExecuteNonQueryAsync(cancellationToken);
        var log = folder.PathOf(string.Create(CultureInfo.InvariantCulture, $"pgbench-{++_runs}"));
        await ExecuteAsync(first, writers, time, log, cancellationToken);
        var times = Directory.EnumerateFiles(Path.GetDirectoryName(log)!, Path.GetFileName(log) + ".*")
            .SelectMany(File.ReadLines)
            .Select(line => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000)
            .ToArray();
        Array.Sort(times);
        return times;
    }

    private async Task ExecuteAsync(int first, int writers, TimeSpan time, string log, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var script = folder.PathOf("append.sql");
        await File.WriteAllTextAsync(script, Script, cancellationToken);
        var start = new ProcessStartInfo(program,
        [
            $"--file={script}", "--protocol=prepared", "--no-vacuum", "--log", $"--log-prefix={log}",
            Text($"--client={writers}"), Text($"--jobs={Math.Min(writers, 2)}"), Text($"--time={(int)time.TotalSeconds}"), Text($"--define=first={first}"), Text($"--define=last={_streams}"),
            $"--host={server.Host}", Text($"--port={server.Port}"), $"--username={server.Username}", server.Database!,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        await output;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"pgbench failed: {await error}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
