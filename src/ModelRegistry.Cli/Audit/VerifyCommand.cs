using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit verify</c>. Exit code: 0 whole, 1 broken, 2 could not be verified.</summary>
internal static class VerifyCommand
{
    private static readonly Option<AuditedStream?> Stream = new("--stream")
    {
        Description = "One stream only, as KIND/ID, such as model/0193a000-0000-7000-8000-000000000001",
        CustomParser = Read,
    };

    private static readonly Option<FileInfo?> Checkpoint = new("--checkpoint")
    {
        Description = "Holds the log against a checkpoint that `audit checkpoint` wrote: what was cut or rewritten since is named",
    };

    private static readonly Option<FileInfo?> PublicKey = new("--public-key")
    {
        Description = "Verifies the checkpoint alone, with a key that `audit key` wrote and you kept: no registry is asked, and one signed by another key is refused",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write the report as JSON" };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "verify",
            "Verifies that every event is what was written, and names the first broken link. Exit code: 0 whole, 1 broken (or a forged checkpoint), 2 could not be verified",
            "modelreg audit verify --checkpoint monday.json")
        {
            ServerOptions.Url, ServerOptions.Token, Stream, Checkpoint, PublicKey, Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Stream) is not null && result.GetResult(Checkpoint) is not null)
                result.AddError("--stream and --checkpoint do not go together; a checkpoint is of all streams");
            if (result.GetResult(PublicKey) is not null && result.GetResult(Checkpoint) is null)
                result.AddError("--public-key is given without --checkpoint, the file that it verifies");
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(PublicKey) is { } key
            ? LongCall.RunAsync(parsed, () => VerifyAsync(parsed, key, cancellationToken), cancellationToken)
            : LongCall.RunAsync(parsed, client => VerifyAsync(parsed, client, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, FileInfo key, CancellationToken cancellationToken)
    {
        var report = await PinnedKey.VerifyAsync(parsed.GetValue(Checkpoint)!, key, cancellationToken);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(Json) ? JsonSerializer.Serialize(report, RegistryJson.Options) : PinnedKey.Say(report));
        return report.Genuine ? 0 : 1;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, RegistryClient client, CancellationToken cancellationToken)
    {
        var report = await ReadAsync(parsed, client, cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
            await output.WriteLineAsync(JsonSerializer.Serialize(report, RegistryJson.Options));
        else
            await SayAsync(output, report);
        return report.Whole ? 0 : 1;
    }

    private static async Task<VerifyReport> ReadAsync(ParseResult parsed, RegistryClient client, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Checkpoint) is { } file)
        {
            var checkpoint = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            return await LongCall.ReadAsync<VerifyReport>(client, HttpMethod.Post, "audit/checkpoints/verify", "verifying", cancellationToken, checkpoint);
        }

        var only = parsed.GetValue(Stream) is { } stream ? $"?kind={stream.Kind}&id={stream.Id:D}" : "";
        return await LongCall.ReadAsync<VerifyReport>(client, HttpMethod.Get, $"audit/verify{only}", "verifying", cancellationToken);
    }

    private static async Task SayAsync(TextWriter output, VerifyReport report)
    {
        foreach (var link in report.Broken)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"broken  {link.Stream.Kind}/{link.Stream.Id:D} at version {link.Version}: {link.Why}"));
        if (report.BrokenStreams > report.Broken.Length)
            await output.WriteLineAsync($"        and {Counted.Of(report.BrokenStreams - report.Broken.Length, "more stream")}");
        var verdict = report.Whole ? "whole" : string.Create(CultureInfo.InvariantCulture, $"{report.BrokenStreams:n0} broken");
        await output.WriteLineAsync($"{Counted.Of(report.Streams, "stream")}, {Counted.Of(report.Events, "event")}: {verdict}");
    }

    private static AuditedStream? Read(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && text[..slash].All(char.IsAsciiLetterLower) && Guid.TryParseExact(text[(slash + 1)..], "D", out var id))
            return new AuditedStream(text[..slash], id);
        argument.AddError($"--stream '{text}' names no stream; KIND/ID is needed, such as model/0193a000-0000-7000-8000-000000000001");
        return null;
    }
}
