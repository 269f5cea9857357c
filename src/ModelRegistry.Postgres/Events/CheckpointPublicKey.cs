using System.Security.Cryptography;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Postgres.Events;

/// <summary>The public half of the key of a registry's checkpoints: whoever has kept it can tell a checkpoint from a forged one.</summary>
public sealed class CheckpointPublicKey
{
    private readonly byte[] _info;

    internal CheckpointPublicKey(byte[] subjectPublicKeyInfo) => _info = subjectPublicKeyInfo;

    /// <summary>SubjectPublicKeyInfo in base64, as checkpoints carry it.</summary>
    public string Base64 => Convert.ToBase64String(_info);

    /// <summary>SubjectPublicKeyInfo in PEM form.</summary>
    public string Pem => PemEncoding.WriteString("PUBLIC KEY", _info);

    /// <summary>SHA-256 of SubjectPublicKeyInfo, hex: short enough to be compared by eye.</summary>
    public string Sha256 => Digest.Of(_info);

    /// <summary>The key in a file, in PEM form.</summary>
    /// <exception cref="CheckpointKeyException">There is none.</exception>
    public static CheckpointPublicKey Read(string path)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(path));
            return new(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new CheckpointKeyException($"the public key {path} cannot be used ({wrong.Message}); one of ECDSA in PEM form is wanted, as the registry gives it", wrong);
        }
    }

    /// <summary>Holds a checkpoint to be one that this key signed, whole.</summary>
    /// <exception cref="InvalidCheckpointException">It is not.</exception>
    public void Check(AuditCheckpoint checkpoint)
    {
        try
        {
            var signer = Convert.FromBase64String(checkpoint.PublicKey);
            if (!signer.AsSpan().SequenceEqual(_info))
                throw new InvalidCheckpointException($"the checkpoint was signed by another key (SHA-256 {Digest.Of(signer)}) than the one it is verified with (SHA-256 {Sha256})");
            if (!Signed(checkpoint.Statement(), Convert.FromBase64String(checkpoint.Signature)))
                throw new InvalidCheckpointException("the signature of the checkpoint is not that of its time, counts and root: the file was changed");
            if (checkpoint.Heads.Length != checkpoint.Streams || !string.Equals(checkpoint.Root, Convert.ToHexStringLower(MerkleRoot.Of(checkpoint.Heads)), StringComparison.Ordinal))
                throw new InvalidCheckpointException("the root of the checkpoint is not that of its heads: the file was changed");
        }
        catch (FormatException wrong)
        {
            throw new InvalidCheckpointException($"the checkpoint has a key, signature or hash that is none: {wrong.Message}");
        }
    }

    private bool Signed(byte[] statement, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_info, out _);
        return key.VerifyData(statement, signature, HashAlgorithmName.SHA256);
    }
}
