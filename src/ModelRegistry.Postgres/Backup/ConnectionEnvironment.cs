using System.Globalization;
using Npgsql;

namespace ModelRegistry.Postgres.Backup;

/// <summary>A connection string as PostgreSQL's own programs take it: by their environment, where other users cannot read the password.</summary>
internal static class ConnectionEnvironment
{
    /// <summary>What Npgsql too takes from the environment when the connection string does not say it.</summary>
    private static readonly string[] Inherited = ["PGPASSWORD", "PGPASSFILE", "PGSSLCERT", "PGSSLKEY", "PGSSLROOTCERT"];

    public static IReadOnlyDictionary<string, string> Of(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        var hosts = (settings.Host ?? "").Split(',', StringSplitOptions.TrimEntries).Select(host => Split(host, settings.Port)).ToArray();
        var environment = Inherited.ToDictionary(name => name, Environment.GetEnvironmentVariable, StringComparer.Ordinal);
        Set("PGHOST", string.Join(',', hosts.Select(host => host.Host)));
        Set("PGPORT", string.Join(',', hosts.Select(host => host.Port)));
        Set("PGUSER", settings.Username);
        Set("PGDATABASE", settings.Database ?? settings.Username);
        Set("PGPASSWORD", settings.Password);
        Set("PGPASSFILE", settings.Passfile);
        Set("PGSSLCERT", settings.SslCertificate);
        Set("PGSSLKEY", settings.SslKey);
        Set("PGSSLROOTCERT", settings.RootCertificate);
        Set("PGSSLMODE", Word(settings.SslMode));
        Set("PGOPTIONS", settings.Options);
        Set("PGCONNECT_TIMEOUT", settings.Timeout.ToString(CultureInfo.InvariantCulture));
        Set("PGAPPNAME", "modelreg");
        return environment.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal);

        void Set(string name, string? value) => environment[name] = value is { Length: > 0 } ? value : environment.GetValueOrDefault(name);
    }

    /// <summary>A host with a port of its own, except that colons belong to an address of IPv6 and slashes to a folder.</summary>
    private static (string Host, string Port) Split(string host, int port) =>
        !host.StartsWith('/') && host.Split(':') is [var name, var own] ? (name, own) : (host, port.ToString(CultureInfo.InvariantCulture));

    private static string Word(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}
