using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ModelRegistry.Postgres.Events;

/// <summary>The key of the checkpoints: ECDSA over P-256, in a file outside the database that only its owner can read.</summary>
/// <exception cref="CheckpointKeyException">The file cannot be used.</exception>
internal sealed class CheckpointKey(IOptions<CheckpointOptions> options) : IDisposable
{
    private readonly Lazy<ECDsa> _key = new(() => Open(options.Value.KeyFile));

    public CheckpointPublicKey Public
    {
        get
        {
            lock (_key)
                return new(_key.Value.ExportSubjectPublicKeyInfo());
        }
    }

    public byte[] Sign(byte[] statement)
    {
        lock (_key)
            return _key.Value.SignData(statement, HashAlgorithmName.SHA256);
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
            _key.Value.Dispose();
    }

    private static ECDsa Open(string path)
    {
        try
        {
            if (!File.Exists(path))
                Make(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
                throw new CheckpointKeyException($"the key of the audit checkpoints, {path}, can be read by others than its owner: chmod 600 it, or remove it so that a new one is made");
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new CheckpointKeyException($"the key of the audit checkpoints, {path}, cannot be used ({wrong.Message}); an ECDSA key over P-256 in PEM form is wanted", wrong);
        }
    }

    /// <summary>Written beside its place first: a host that is killed meanwhile leaves no half of a key, and of two hosts the first one's stays.</summary>
    private static void Make(string path)
    {
        var part = $"{path}.{Environment.ProcessId}";
        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using (var stream = new FileStream(part, file))
        using (var writer = new StreamWriter(stream))
            writer.Write(made.ExportPkcs8PrivateKeyPem());
        try
        {
            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(part);
        }
    }
}
