using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ModelRegistry.Tests.Shared;

/// <summary>Stands between a client and PostgreSQL, understands where messages begin, and cuts the connection at a chosen one.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _server;
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;
    private bool _refusing;

    public CuttingProxy(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _server = Path.Combine(builder.Host!, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{builder.Port}"));
        _listener.Start();
        builder.Host = "127.0.0.1";
        builder.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        builder.SslMode = SslMode.Disable;
        builder.GssEncryptionMode = GssEncryptionMode.Disable;
        ConnectionString = builder.ConnectionString;
        Database = NpgsqlDataSource.Create(ConnectionString);
        _accepting = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>Reaches the server through this proxy.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>Judges each message of the client: its type and its content.</summary>
    public Func<char, byte[], Cut> Judge { get; set; } = (_, _) => Cut.None;

    /// <summary>All connections end. What the server was told to do it goes on with.</summary>
    public void CutAll()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
        }
    }

    /// <summary>The server is out of reach: all connections end, and no new ones are made.</summary>
    public void GoAway()
    {
        lock (_lock)
            _refusing = true;
        CutAll();
    }

    /// <summary>Lets new connections through again after <see cref="GoAway"/>.</summary>
    public void ComeBack()
    {
        lock (_lock)
            _refusing = false;
    }

    public async ValueTask DisposeAsync()
    {
        GoAway();
        _listener.Stop();
        await _accepting;
        await Database.DisposeAsync();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
                lock (_lock)
                {
                    _sockets.AddRange([client, server]);
                    if (_refusing)
                        _sockets.ForEach(socket => socket.Dispose());
                }
                _ = new Link(this, client, server).RunAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was stopped, or the server is gone: nobody gets through any more.
        }
    }

    private sealed class Link(CuttingProxy proxy, Socket client, Socket server)
    {
        private volatile bool _swallow;

        public async Task RunAsync()
        {
            await Task.WhenAny(PumpAsync(client, server, ToServer, startsUntyped: true), PumpAsync(server, client, ToClient, startsUntyped: false));
            client.Dispose();
            server.Dispose();
        }

        private bool ToServer(byte[] message)
        {
            var cut = proxy.Judge((char)message[0], message);
            _swallow |= cut == Cut.AfterAnswer;
            return cut != Cut.Before;
        }

        // 'Z' is ReadyForQuery, 'G' that a COPY may begin: the server has done what it was asked.
        private bool ToClient(byte[] message) => !_swallow || message[0] is not ((byte)'Z' or (byte)'G');

        private async Task PumpAsync(Socket from, Socket to, Func<byte[], bool> goesOn, bool startsUntyped)
        {
            try
            {
                await using var source = new NetworkStream(from);
                var typed = !startsUntyped;
                while (true)
                {
                    var message = await ReadMessageAsync(source, typed);
                    if (!goesOn(message))
                        return;
                    if (from == client || !_swallow)
                        await to.SendAsync(message);
                    typed = true;
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // One side is gone; so is the link.
            }
        }

        private static async Task<byte[]> ReadMessageAsync(Stream source, bool typed)
        {
            var head = new byte[typed ? 5 : 4];
            await source.ReadExactlyAsync(head);
            var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(typed ? 1 : 0)) - 4;
            var message = new byte[head.Length + length];
            head.CopyTo(message, 0);
            await source.ReadExactlyAsync(message.AsMemory(head.Length));
            return message;
        }
    }
}
