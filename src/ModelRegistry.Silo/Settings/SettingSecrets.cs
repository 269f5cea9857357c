using Npgsql;

namespace ModelRegistry.Silo.Settings;

/// <summary>Keeps secrets out of what is shown.</summary>
internal static class SettingSecrets
{
    private const string Hidden = "(hidden)";

    /// <summary>The value as it may be shown. Of addresses of webhooks the path is a secret too.</summary>
    public static string Hide(string key, string value) => key.Split(':')[^1] switch
    {
        _ when value.Length == 0 => value,
        var name when Is(name, "Postgres") => Connection(value),
        var name when Is(name, "Url") => Address(value),
        var name when Is(name, "Secret") || Has(name, "Token") || Has(name, "Password") => Hidden,
        _ => value,
    };

    private static bool Is(string name, string word) => string.Equals(name, word, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string Connection(string value)
    {
        try
        {
            var shown = new NpgsqlConnectionStringBuilder(value);
            if (shown.Password is not null)
                shown.Password = Hidden;
            if (shown.SslPassword is not null)
                shown.SslPassword = Hidden;
            return shown.ConnectionString;
        }
        catch (ArgumentException)
        {
            // Not even a connection string: a password may be anywhere in it.
            return Hidden;
        }
    }

    private static string Address(string value) => Uri.TryCreate(value, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority.Split('@')[^1]}/…" : Hidden;
}
