using System.CommandLine;
using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit export</c>. Exit code: 0 done, 2 not done.</summary>
internal static class ExportCommand
{
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "The file to write, which must not be there; without it the lines are printed" };

    public static Command Create()
    {
        var command = new ExampleCommand("export", "Writes every event, the earliest first, as JSON, one a line: who, when, what, from where", "modelreg audit export --out audit.jsonl")
        {
            ServerOptions.Url, ServerOptions.Token, Out,
        };
        command.SetAction((parsed, cancellationToken) => LongCall.RunAsync(parsed, client => ExportAsync(parsed, client, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, RegistryClient client, CancellationToken cancellationToken)
    {
        var lines = client.ReadLinesAsync<JsonDocument>(HttpMethod.Get, "audit/export", cancellationToken);
        if (parsed.GetValue(Out) is not { } file)
        {
            await WriteAsync(lines, parsed.InvocationConfiguration.Output);
            return 0;
        }

        long count;
        await using (var whole = new WholeFile(file.FullName))
        {
            count = await WriteAsync(lines, whole.Writer);
            await whole.KeepAsync();
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync($"{Counted.Of(count, "event")} in {file.FullName}");
        return 0;
    }

    private static async Task<long> WriteAsync(IAsyncEnumerable<JsonDocument> lines, TextWriter output)
    {
        var count = 0L;
        await foreach (var line in lines)
        {
            using (line)
                await output.WriteLineAsync(line.RootElement.GetRawText());
            count++;
        }

        return count;
    }
}
