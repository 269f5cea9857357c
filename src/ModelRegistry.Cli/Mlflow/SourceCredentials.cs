using System.Net.Http.Headers;
using System.Text;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>What an MLflow server is shown of whoever imports from it: nothing that is meant for another server.</summary>
internal static class SourceCredentials
{
    public const string TokenVariable = "MLFLOW_TRACKING_TOKEN";
    public const string UrlVariable = "MLFLOW_TRACKING_URI";

    /// <summary>Credentials in the address come first, then the token that is given, then the environment's where that names the same address.</summary>
    /// <param name="given">The server's address.</param>
    /// <param name="token">Null or empty where none is given.</param>
    /// <param name="variable">A variable of the environment.</param>
    /// <returns>Null where there is nothing to show.</returns>
    public static AuthenticationHeaderValue? Of(Uri given, string? token, Func<string, string?> variable)
    {
        if (given.UserInfo.Length > 0)
            return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(given.UserInfo))));
        if (string.IsNullOrEmpty(token) && IsAt(given, variable(UrlVariable)))
            token = variable(TokenVariable);
        return string.IsNullOrEmpty(token) ? null : new("Bearer", token);
    }

    public static Uri Without(Uri given) => new UriBuilder(given) { UserName = "", Password = "" }.Uri;

    private static bool IsAt(Uri given, string? url) => Uri.TryCreate(url, UriKind.Absolute, out var other) && Address(other) == Address(given);

    private static string Address(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}
