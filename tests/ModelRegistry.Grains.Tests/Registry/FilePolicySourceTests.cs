using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.Registry;

namespace ModelRegistry.Grains.Tests.Registry;

public sealed class FilePolicySourceTests : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("policy-").FullName, "policy.yaml");
    private readonly Recorder log = new();
    private DateTime written = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public async Task Current_FileChanged_IsReadAgain()
    {
        Write("defaults: { production: { approvals: 1 } }");
        var source = Source();
        await source.StartAsync(CancellationToken.None);
        var first = source.Current;
        Assert.Same(first, source.Current);

        Write("defaults: { production: { approvals: 2 } }");

        Assert.Equal(2, source.Current.Defaults.Production.Gates["approvals"]);
        Assert.NotEqual(first.Digest, source.Current.Digest);
        Assert.Equal([LogLevel.Information, LogLevel.Information], log.Levels);
    }

    [Theory]
    [InlineData("defaults: { production: { approvals: many } }")]
    [InlineData(null)]
    public void Current_FileBrokenOrGone_StaysAsItWasAndIsLoggedOnceUntilItIsMended(string? broken)
    {
        Write("defaults: { production: { approvals: 1 } }");
        var source = Source();
        var first = source.Current;

        Write(broken);

        Assert.Same(first, source.Current);
        Assert.Same(first, source.Current);
        Assert.Equal([LogLevel.Error], log.Levels);
        Write("defaults: { production: { approvals: 3 } }");
        Assert.Equal(3, source.Current.Defaults.Production.Gates["approvals"]);
    }

    [Fact]
    public async Task StartAsync_BrokenFile_StopsTheHost()
    {
        Write("nonsense: 1");
        var error = await Assert.ThrowsAsync<PolicyFormatException>(() => Source().StartAsync(CancellationToken.None));
        Assert.Contains("line 1: 'nonsense' is not known here", error.Message, StringComparison.Ordinal);
    }

    private FilePolicySource Source() => new(Options.Create(new RegistryOptions { PromotionPolicyPath = path }), log);

    private void Write(string? text)
    {
        if (text is null)
        {
            File.Delete(path);
            return;
        }

        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, written = written.AddSeconds(1));
    }

    private sealed class Recorder : ILogger<FilePolicySource>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Levels.Add(logLevel);
    }
}
