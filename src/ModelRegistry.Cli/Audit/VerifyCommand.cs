using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit verify</c>. Exit code: 0 whole, 1 broken, 2 could not be verified.</summary>
internal static class VerifyCommand
{
    private const int NotVerified = 2;

    private static readonly Option<AuditedStream?> Stream = new("--stream")
    {
        Description = "One stream only, as KIND/ID, such as model/0193a000-0000-7000-8000-000000000001",
        HelpName = "KIND/ID",
        CustomParser = Read,
    };

    private static readonly Option<FileInfo?> Checkpoint = new("--checkpoint")
    {
        Description = "Holds the log against a checkpoint that audit checkpoint wrote: what was cut or rewritten since is named",
    };

    private static readonly Option<FileInfo?> PublicKey = new("--public-key")
    {
        Description = "Verifies the checkpoint alone, with a key that audit key wrote and you kept: no registry is asked, and one signed by another key is refused",
    };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "verify",
            "Verifies that every event is what was written; exit code 1 broken or forged, 2 not verified",
            "modelreg audit verify --checkpoint monday.json")
        {
            Stream, Checkpoint, PublicKey, ServerOptions.Url, ServerOptions.Token,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Stream) is not null && result.GetResult(Checkpoint) is not null)
                result.AddError("--stream and --checkpoint do not go together; a checkpoint is of all streams");
            if (result.GetResult(PublicKey) is not null && result.GetResult(Checkpoint) is null)
                result.AddError("--public-key is given without --checkpoint, the file that it verifies");
        });
        return command.Runs(
            (parsed, cancellationToken) => parsed.GetValue(PublicKey) is { } key ? VerifyAsync(parsed, key, cancellationToken) : VerifyAsync(parsed, cancellationToken),
            failed: NotVerified);
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, FileInfo key, CancellationToken cancellationToken)
    {
        var report = await PinnedKey.VerifyAsync(parsed.GetValue(Checkpoint)!, key, cancellationToken);
        parsed.Answer(report, screen => PinnedKey.Show(screen, report));
        return report.Genuine ? 0 : 1;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var client = ServerOptions.Open(parsed);
        var report = await ReadAsync(parsed, client, cancellationToken);
        parsed.Answer(report, screen => Show(screen, report));
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

    private static void Show(Screen screen, VerifyReport report)
    {
        foreach (var link in report.Broken)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"broken  {link.Stream.Kind}/{link.Stream.Id:D} at version {link.Version}: {link.Why}"));
        if (report.BrokenStreams > report.Broken.Length)
            screen.Line($"        and {Counted.Of(report.BrokenStreams - report.Broken.Length, "more stream")}");
        var verdict = report.Whole ? "whole" : string.Create(CultureInfo.InvariantCulture, $"{report.BrokenStreams:n0} broken");
        screen.Line($"{Counted.Of(report.Streams, "stream")}, {Counted.Of(report.Events, "event")}: {verdict}");
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
