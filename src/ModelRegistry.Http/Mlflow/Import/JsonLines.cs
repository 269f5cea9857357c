using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>JSON objects, one a line.</summary>
/// <param name="stream">In UTF-8.</param>
/// <param name="most">Bytes of the longest line.</param>
internal sealed class JsonLines(Stream stream, int most)
{
    private const int Shown = 1_000;

    private readonly PipeReader _reader = PipeReader.Create(stream, new(bufferSize: 1 << 18, leaveOpen: true));

    /// <summary>The next one, for the caller to dispose; null at the end.</summary>
    /// <exception cref="TrackingException">The line is too long, or no JSON object.</exception>
    public async ValueTask<JsonDocument?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            var end = read.Buffer.PositionOf((byte)'\n');
            var line = read.Buffer.Slice(0, end ?? read.Buffer.End);
            if (line.Length > most)
                throw TrackingException.Invalid(FormattableString.Invariant($"A line is longer than {most} bytes; put fewer metrics into one."));
            if (end is null && !read.IsCompleted)
            {
                _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var document = end is null && line.IsEmpty ? null : Parse(line.ToArray());
            _reader.AdvanceTo(end is { } at ? read.Buffer.GetPosition(1, at) : read.Buffer.End);
            return document;
        }
    }

    public static TrackingException NoObject(ReadOnlySpan<byte> line) => TrackingException.Invalid(
        $"'{TrackingRules.Shortened(Encoding.UTF8.GetString(line[..Math.Min(line.Length, Shown)]))}' is no JSON object; a run is a line with one, and each further line has one with its metrics.");

    private static JsonDocument Parse(byte[] line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw NoObject(line);
    }
}
