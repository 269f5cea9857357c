using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Login;

/// <summary>The registry that was logged in to, in a file that only its owner can read.</summary>
internal sealed record StoredLogin(Uri Url, string Token)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = ~(OwnerOnly | UnixFileMode.UserExecute);

    /// <summary><c>modelreg/login.json</c> in the folder of the user's settings.</summary>
    public static string FilePath { get; } = Path.Combine(Settings(), "modelreg", "login.json");

    /// <summary>Null where nobody has logged in.</summary>
    /// <exception cref="CommandException">The file is no login, or others can read it.</exception>
    public static StoredLogin? Read()
    {
        if (!File.Exists(FilePath))
            return null;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(FilePath) & Others) != UnixFileMode.None)
            throw new CommandException($"{FilePath} holds a token and can be read by others; run chmod 600 on it, or log in again");
        return Parse() ?? throw new CommandException($"{FilePath} is no login; run modelreg login again");
    }

    /// <summary>What the file says, whoever can read it; null where it is not there or no login.</summary>
    public static StoredLogin? Parse()
    {
        try
        {
            return JsonSerializer.Deserialize<StoredLogin>(File.ReadAllBytes(FilePath), RegistryJson.Options);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the login that was there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var part = $"{FilePath}.{Environment.ProcessId}.part";
        using (var file = new FileStream(part, Private()))
            JsonSerializer.Serialize(file, this, RegistryJson.Options);
        File.Move(part, FilePath, overwrite: true);
    }

    /// <summary>Removes the login, or what is in its place.</summary>
    /// <returns>False where there was none.</returns>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static bool Remove()
    {
        var there = File.Exists(FilePath);
        if (there)
            File.Delete(FilePath);
        return there;
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static string Settings() => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } given && Path.IsPathRooted(given)
        ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
}
