using ModelRegistry.Contracts;
using ModelRegistry.Postgres.Tokens;

namespace ModelRegistry.Silo;

/// <summary>The first admin token: taken from MODELREG_ADMIN_TOKEN, else made once and put into a file only the owner can read.</summary>
internal static class AdminToken
{
    public const string Variable = "MODELREG_ADMIN_TOKEN";

    /// <summary>Makes sure that there is an admin token.</summary>
    /// <returns>Where a token that was just made stands; null when none had to be made.</returns>
    public static async Task<string?> EnsureAsync(ITokenStore tokens, string dataDirectory, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            await AdoptAsync(tokens, given, cancellationToken);
            return null;
        }

        if (await tokens.AnyAdminAsync(cancellationToken))
            return null;
        var made = await tokens.CreateAsync(new() { Principal = "admin", Role = Role.Admin }, cancellationToken);
        var path = Path.Combine(dataDirectory, "admin-token");
        await using var file = new FileStream(path, Options);
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(made.Token);
        return path;
    }

    private static async Task AdoptAsync(ITokenStore tokens, string given, CancellationToken cancellationToken)
    {
        try
        {
            await tokens.EnsureAsync("admin", Role.Admin, given, cancellationToken);
        }
        catch (ArgumentException refused)
        {
            throw new StartupException($"{Variable} is no token: {refused.Message}", refused);
        }
    }

    private static FileStreamOptions Options
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
