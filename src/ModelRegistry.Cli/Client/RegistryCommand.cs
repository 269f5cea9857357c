using System.Text.Json;
using System.Text.Json.Nodes;
using System.CommandLine;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Client;

/// <summary>A command that makes one call to the registry and shows what it answers.</summary>
internal sealed class RegistryCommand(string name, string description, string example) : ExampleCommand(name, description, example)
{
    /// <summary>What the command does.</summary>
    /// <param name="call">The call, which answers with a document.</param>
    /// <param name="show">Shows the document to people.</param>
    /// <param name="code">The exit code that the document means; 0 where it is left out.</param>
    public RegistryCommand Does<T>(Func<RegistryCall, Task<JsonNode>> call, Action<Screen, T> show, Func<T, int>? code = null)
        where T : class
    {
        Add(ServerOptions.Url);
        Add(ServerOptions.Token);
        Runs((parsed, cancellationToken) => RunAsync(parsed, call, show, code, cancellationToken));
        return this;
    }

    /// <summary>A command below this one, which still does what it does where no command below it is named.</summary>
    public RegistryCommand With(RegistryCommand below)
    {
        Add(below);
        return this;
    }

    private static async Task<int> RunAsync<T>(
        ParseResult parsed, Func<RegistryCall, Task<JsonNode>> call, Action<Screen, T> show, Func<T, int>? code, CancellationToken cancellationToken)
        where T : class
    {
        using var client = ServerOptions.Open(parsed);
        var document = await call(new RegistryCall(parsed, client, cancellationToken));
        var answer = document.Deserialize<T>(RegistryJson.Options) ?? throw new JsonException("the registry answered with null");
        parsed.Answer(document, screen => show(screen, answer));
        return code?.Invoke(answer) ?? 0;
    }
}
