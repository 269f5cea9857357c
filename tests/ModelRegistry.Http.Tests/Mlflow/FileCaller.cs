using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

/// <summary>Puts, gets, lists and deletes files as MLflow's client does.</summary>
internal sealed class FileCaller(Uri server, string? token, string @base = "api/2.0/mlflow-artifacts/")
{
    private readonly MlflowCaller _mlflow = new(server, token, @base);

    public static FileCaller Of(RegistryServer server) => new(server.Address, server.Admin.Token);

    public Task<ApiAnswer> SendAsync(string method, string path, HttpContent? content = null) => _mlflow.SendAsync(method, path, content);

    public Task<ApiAnswer> PutAsync(string path, string content) => SendAsync("PUT", $"artifacts/{Encoded(path)}", new StringContent(content, Encoding.UTF8, "text/plain"));

    public Task<ApiAnswer> GetAsync(string path) => SendAsync("GET", $"artifacts/{Encoded(path)}");

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync("DELETE", $"artifacts/{Encoded(path)}");

    /// <summary>A put that has to succeed.</summary>
    public async Task MustPutAsync(string path, string content)
    {
        var answer = await PutAsync(path, content);
        Assert.Equal((200, "application/json", "{}"), (answer.Status, answer.MediaType, answer.Text));
    }

    /// <summary>What is in a folder, such as <c>a/ b.txt=3</c>.</summary>
    public async Task<string> ListAsync(string folder)
    {
        var answer = await SendAsync("GET", $"artifacts?path={Uri.EscapeDataString(folder)}");
        Assert.True(answer.Status == 200, answer.Text);
        return Shown(answer);
    }

    /// <inheritdoc cref="ListAsync"/>
    public static string Shown(ApiAnswer answer) => string.Join(' ', (answer.Json["files"]?.AsArray() ?? [])
        .Select(file => (bool)file!["is_dir"]! ? $"{file["path"]}/{(file["file_size"] is null ? "" : "has a size")}" : $"{file["path"]}={(long)file["file_size"]!}"));

    /// <summary>Sends a request as it is written here, its path not put in order, and reads the answer to its end.</summary>
    /// <param name="head">The first line up to the version, such as <c>GET /x</c>.</param>
    /// <param name="body">Sent as it is.</param>
    public async Task<ApiAnswer> SendRawAsync(string head, string body = "")
    {
        using var socket = await ConnectAsync(head, Encoding.UTF8.GetByteCount(body), body);
        await using var stream = new NetworkStream(socket);
        var text = await new StreamReader(stream).ReadToEndAsync();
        var json = text.Contains("Content-Type: application/json\r\n", StringComparison.Ordinal);
        return new ApiAnswer(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), json ? "application/json" : null, text.Split("\r\n\r\n", 2)[1], null);
    }

    /// <summary>Puts the beginning of a file and goes away.</summary>
    public async Task PutInPartAsync(string path)
    {
        using var socket = await ConnectAsync($"PUT /api/2.0/mlflow-artifacts/artifacts/{path}", 1_000_000, new string('x', 100_000));
    }

    private async Task<Socket> ConnectAsync(string head, int length, string body)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port);
        var request = $"{head} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n{body}";
        await socket.SendAsync(Encoding.UTF8.GetBytes(request));
        return socket;
    }

    private static string Encoded(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
