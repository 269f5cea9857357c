using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Postgres.Events;

/// <summary>How states of one type are written. They are read by the release that wrote them and by no other: another may fold events into another state.</summary>
/// <param name="Fingerprint">Differs between releases.</param>
/// <param name="Write">State to bytes. Called on any thread.</param>
/// <param name="Read">Bytes to the same state.</param>
public sealed record SnapshotFormat<TState>(string Fingerprint, Func<TState, byte[]> Write, Func<ReadOnlyMemory<byte>, TState> Read)
    where TState : class
{
    /// <summary>The state itself as JSON.</summary>
    public static SnapshotFormat<TState> Json { get; } = Through(state => state, state => state);

    /// <summary>Another, smaller form of the state as JSON.</summary>
    /// <param name="shrink">State to form.</param>
    /// <param name="grow">Form to the same state.</param>
    public static SnapshotFormat<TState> Through<TForm>(Func<TState, TForm> shrink, Func<TForm, TState> grow)
        where TForm : class => new(
            FingerprintOf(typeof(TState), typeof(TForm)),
            state => JsonSerializer.SerializeToUtf8Bytes(shrink(state), Members),
            bytes => grow(JsonSerializer.Deserialize<TForm>(bytes.Span, Members) ?? throw new JsonException("The snapshot is null.")));

    // What a state computes is not part of it.
    private static JsonSerializerOptions Members { get; } = new(RegistryJson.Options) { IgnoreReadOnlyProperties = true };

    // The build of the rules that fold, and of the events and views that the states are made of.
    private static string FingerprintOf(params ReadOnlySpan<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in (ReadOnlySpan<Type>)[.. types, typeof(RegistryJson), typeof(Contracts.CommandContext)])
            text.Append(type).Append(' ').Append(type.Module.ModuleVersionId).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
