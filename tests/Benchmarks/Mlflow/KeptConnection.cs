using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Mlflow;

/// <summary>
/// One connection to an HTTP server, used by one thread, which waits for each answer. Clients, server and database share the processors: what this costs is not what is to be
/// measured, so it does no more than a call needs. A server that ends the connection after each answer gets a new one.
/// </summary>
internal sealed class KeptConnection(Uri server, string? token) : IDisposable
{
    private const int PatienceMilliseconds = 60_000;

    private readonly string _headers = $" HTTP/1.1\r\nHost: {server.Authority}\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}";
    private readonly byte[] _buffer = new byte[1 << 16];
    private Socket? _socket;
    private int _begin;
    private int _end;

    /// <summary>Sends a call, a POST where it has a body, and reads the whole answer.</summary>
    public (int Status, byte[] Body) Send(string path, string? body)
    {
        var request = Encoding.UTF8.GetBytes(body is null
            ? $"GET {path}{_headers}\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"POST {path}{_headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        var socket = _socket ??= Connect();
        socket.Send(request);
        return Read();
    }

    public void Dispose() => _socket?.Dispose();

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = PatienceMilliseconds };
        socket.Connect(server.Host, server.Port);
        (_begin, _end) = (0, 0);
        return socket;
    }

    private (int Status, byte[] Body) Read()
    {
        var status = int.Parse(Line().AsSpan(9, 3), CultureInfo.InvariantCulture);
        var (length, chunked, ends) = (0, false, false);
        while (Line() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header.AsSpan(15), CultureInfo.InvariantCulture);
            chunked |= header.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
            ends |= header.Equals("Connection: close", StringComparison.OrdinalIgnoreCase);
        }

        var body = chunked ? Chunks() : Bytes(length);
        if (ends)
        {
            _socket!.Dispose();
            _socket = null;
        }

        return (status, body);
    }

    private byte[] Chunks()
    {
        using var whole = new MemoryStream();
        int length;
        do
        {
            length = int.Parse(Line(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            whole.Write(Bytes(length));
            Line();
        }
        while (length > 0);
        return whole.ToArray();
    }

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            if (_begin == _end)
                Fill();
            var taken = Math.Min(length - read, _end - _begin);
            _buffer.AsSpan(_begin, taken).CopyTo(bytes.AsSpan(read));
            (_begin, read) = (_begin + taken, read + taken);
        }

        return bytes;
    }

    private string Line()
    {
        int found;
        while ((found = _buffer.AsSpan(_begin, _end - _begin).IndexOf((byte)'\n')) < 0)
            Fill();
        var line = Encoding.Latin1.GetString(_buffer, _begin, found).TrimEnd('\r');
        _begin += found + 1;
        return line;
    }

    private void Fill()
    {
        _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
        (_begin, _end) = (0, _end - _begin);
        var read = _socket!.Receive(_buffer.AsSpan(_end));
        _end += read > 0 ? read : throw new IOException("the server ended the connection in the middle of an answer");
    }
}
