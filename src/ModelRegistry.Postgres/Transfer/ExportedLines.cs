using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>The lines of a stream's file.</summary>
internal static class ExportedLines
{
    /// <summary>Bytes. Requests have 4 MiB at most; their events and answers are not many times as long.</summary>
    public const int Longest = 64 << 20;

    private static readonly JsonSerializerOptions Options = new(RegistryJson.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = RegistryJson.Options.MaxDepth + 3,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="JsonException">A payload or an answer is no JSON.</exception>
    /// <exception cref="FormatException">One has more than one line.</exception>
    public static async Task WriteAsync(Stream output, ExportedCommand command, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(command, Options);
        if (line.AsSpan().Contains((byte)'\n'))
            throw new FormatException("an event or an answer is JSON of several lines");
        await output.WriteAsync(line, cancellationToken);
        await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    /// <exception cref="JsonException">A line is no command.</exception>
    /// <exception cref="FormatException">A line is too long, or has no end.</exception>
    public static async IAsyncEnumerable<ExportedCommand> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 << 10, leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (Cut(ref rest) is { } line)
                    yield return Parse(line);
                if (rest.Length > Longest)
                    throw new FormatException($"a line is longer than {Longest} bytes");
                if (read.IsCompleted && !rest.IsEmpty)
                    throw new FormatException("the last line has no end");
                if (read.IsCompleted)
                    yield break;
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static ReadOnlySequence<byte>? Cut(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
            return null;
        var line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return line;
    }

    private static ExportedCommand Parse(ReadOnlySequence<byte> line) =>
        JsonSerializer.Deserialize<ExportedCommand>(line.IsSingleSegment ? line.FirstSpan : line.ToArray(), Options) ?? throw new JsonException("a line is null");
}
