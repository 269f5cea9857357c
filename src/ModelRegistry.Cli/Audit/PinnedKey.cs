using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Cli.Audit;

/// <summary>Verifies a checkpoint with a public key that was kept. No registry is asked, so that none has to be trusted.</summary>
internal static class PinnedKey
{
    /// <exception cref="CheckpointKeyException">The key cannot be used.</exception>
    /// <exception cref="CommandException">The file is no checkpoint.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<CheckpointReport> VerifyAsync(FileInfo file, FileInfo key, CancellationToken cancellationToken)
    {
        var trusted = CheckpointPublicKey.Read(key.FullName);
        var checkpoint = await ReadAsync(file, cancellationToken);
        var why = Objection(trusted, checkpoint);
        return new()
        {
            Genuine = why is null, Why = why, At = checkpoint.At, Streams = checkpoint.Streams, Events = checkpoint.Events, Root = checkpoint.Root, Key = trusted.Sha256,
        };
    }

    public static void Show(Screen screen, CheckpointReport report)
    {
        if (!report.Genuine)
        {
            screen.Line($"forged: {report.Why}");
            return;
        }

        screen.Line($"genuine: signed at {Screen.Time(report.At)} UTC by the key with SHA-256 {report.Key}");
        screen.Line($"{Counted.Of(report.Streams, "stream")}, {Counted.Of(report.Events, "event")}: root {report.Root}");
    }

    private static async Task<AuditCheckpoint> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        try
        {
            return await JsonSerializer.DeserializeAsync<AuditCheckpoint>(content, RegistryJson.Options, cancellationToken) ?? throw new JsonException("it is null");
        }
        catch (JsonException wrong)
        {
            throw new CommandException($"{file.FullName} is no checkpoint: {Screen.Plain(wrong.Message)}");
        }
    }

    private static string? Objection(CheckpointPublicKey trusted, AuditCheckpoint checkpoint)
    {
        try
        {
            trusted.Check(checkpoint);
            return null;
        }
        catch (InvalidCheckpointException forged)
        {
            return forged.Message;
        }
    }
}
