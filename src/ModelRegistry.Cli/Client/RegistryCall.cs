using System.CommandLine;
using System.Text.Json.Nodes;

namespace ModelRegistry.Cli.Client;

/// <summary>The call of one command: its arguments, and the way to the registry.</summary>
internal sealed class RegistryCall(ParseResult parsed, RegistryClient client, CancellationToken cancellationToken)
{
    public ParseResult Given => parsed;

    public RegistryClient Client => client;

    public CancellationToken Cancelled => cancellationToken;

    /// <exception cref="ApiException">The call was refused.</exception>
    public Task<JsonNode> GetAsync(string path) => client.GetAsync<JsonNode>(path, cancellationToken).OrThrowAsync();

    /// <exception cref="ApiException">The call was refused.</exception>
    public Task<JsonNode> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    /// <exception cref="ApiException">The call was refused.</exception>
    public Task<JsonNode> SendAsync(HttpMethod method, string path, object body) =>
        client.CommandAsync<JsonNode>(method, path, body, cancellationToken).OrThrowAsync();

    /// <exception cref="ApiException">The call was refused.</exception>
    public Task<JsonNode> PostFileAsync(string path, FileInfo file) => client.PostFileAsync<JsonNode>(path, file, cancellationToken).OrThrowAsync();

    /// <exception cref="ApiException">The call was refused.</exception>
    public Task DownloadAsync(string path, Stream target) => client.DownloadAsync(path, target, cancellationToken);

    /// <summary>Uploads a file.</summary>
    /// <returns>Its digest.</returns>
    /// <exception cref="ApiException">The call was refused.</exception>
    public async Task<string> UploadAsync(FileInfo file)
    {
        var stored = await client.PutFileAsync<JsonObject>("artifacts", file, cancellationToken).OrThrowAsync();
        return stored["digest"]!.GetValue<string>();
    }
}
