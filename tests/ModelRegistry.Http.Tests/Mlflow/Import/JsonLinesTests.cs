using System.Text;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Mlflow.Import;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

public sealed class JsonLinesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("{\"a\":1}\n{\"b\":2}\r\n", "{\"a\":1}", "{\"b\":2}")]
    public async Task Next_OfLines_IsEachOfThem(string text, params string[] expected)
    {
        var lines = Lines(text);
        foreach (var line in expected)
        {
            using var document = await lines.NextAsync(default);
            Assert.Equal(line, document!.RootElement.GetRawText());
        }

        Assert.Null(await lines.NextAsync(default));
    }

    [Theory]
    [InlineData("\n{}\n", "'' is no JSON object")]
    [InlineData("[1]\n", "'[1]' is no JSON object")]
    [InlineData("{\"a\":\n", "'{\"a\":' is no JSON object")]
    [InlineData("{\"aaaaaaaaaaaaaaa\":1}", "A line is longer than 20 bytes")]
    public async Task Next_OfALineThatIsNone_IsRefused(string text, string why) =>
        Assert.StartsWith(why, (await Assert.ThrowsAsync<TrackingException>(async () => await Lines(text).NextAsync(default))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Next_OfALineThatNeverEnds_IsRefusedBeforeAllOfItIsRead()
    {
        using var endless = new Endless();
        await Assert.ThrowsAsync<TrackingException>(async () => await new JsonLines(endless, 1 << 20).NextAsync(default));
        Assert.InRange(endless.Position, 1 << 20, 2 << 20);
    }

    private static JsonLines Lines(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), 20);

    private sealed class Endless : MemoryStream
    {
        private long _read;

        public override long Position => _read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            _read += buffer.Length;
            return new(buffer.Length);
        }
    }
}
