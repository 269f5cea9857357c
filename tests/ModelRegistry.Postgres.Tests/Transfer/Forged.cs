using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Sealed;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Postgres.Tests.Transfer;

/// <summary>Exports that no registry wrote, sealed as if one had.</summary>
internal static class Forged
{
    public static readonly string ModelFile = ExportLayout.NameOf(new("model", Lives.Alpha));

    /// <summary>A file of these parts.</summary>
    public static async Task<byte[]> FileAsync(params (string Name, byte[] Content)[] parts)
    {
        using var file = new MemoryStream();
        var tar = new SealedTarWriter(file, Requests.Epoch);
        foreach (var (name, content) in parts)
        {
            await using var hashed = new HashedStream(new MemoryStream(content));
            await tar.AddAsync(name, hashed, CancellationToken.None);
        }

        await tar.SealAsync(new ExportManifest { Format = 1, TakenAt = Requests.Epoch, Streams = 1, Events = 1, Artifacts = 0, Parts = [.. tar.Parts] }, CancellationToken.None);
        return file.ToArray();
    }

    /// <summary>The events of a family, one command each.</summary>
    public static Task<byte[]> LinesAsync<TEvent>(StreamId stream, params TEvent[] events)
        where TEvent : class => PayloadsAsync(stream, [.. events.Select(one => ImmutableArray.Create(JsonSerializer.Serialize(one, RegistryJson.Options)))]);

    /// <summary>Payloads by command, with a chain that holds.</summary>
    public static async Task<byte[]> PayloadsAsync(StreamId stream, params ImmutableArray<string>[] commands)
    {
        using var lines = new MemoryStream();
        var (version, previous) = (0L, Array.Empty<byte>());
        foreach (var payloads in commands)
        {
            var command = new ExportedCommand
            {
                Version = version + payloads.Length,
                At = Requests.Epoch,
                Actor = "mallory",
                CommandId = Requests.Id((int)version + 1),
                Fingerprint = "f",
                Result = new("{}"u8.ToArray()),
            };
            foreach (var payload in payloads)
            {
                var stored = Stored(stream, ++version, command, payload);
                previous = EventHash.Compute(stored, previous);
                command = command with { Events = command.Events.Add(new() { Type = stored.Type, Hash = Convert.ToHexStringLower(previous), Payload = new(stored.Payload) }) };
            }

            await ExportedLines.WriteAsync(lines, command, CancellationToken.None);
        }

        return lines.ToArray();
    }

    private static StoredEvent Stored(StreamId stream, long version, ExportedCommand command, string payload) => new()
    {
        Stream = stream,
        Version = version,
        Type = payload.Split('"')[3],
        Payload = Encoding.UTF8.GetBytes(payload),
        At = command.At,
        Actor = command.Actor!,
        CommandId = command.CommandId,
        Hash = default,
    };
}
