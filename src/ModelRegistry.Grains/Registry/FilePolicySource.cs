using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Grains.Registry;

/// <summary>
/// Reads the promotion policy from its file at start, where a mistake stops the host, and again before it is used after the file
/// changed, where a mistake leaves the policy as it was and is logged once.
/// </summary>
internal sealed partial class FilePolicySource(IOptions<RegistryOptions> options, ILogger<FilePolicySource> logger) : IPolicySource, IHostedService
{
    private readonly Lock gate = new();
    private readonly string path = Path.GetFullPath(options.Value.PromotionPolicyPath, AppContext.BaseDirectory);
    private PromotionPolicy? policy;
    private FileMark? seen;

    public PromotionPolicy Current
    {
        get
        {
            lock (gate)
            {
                if (policy is null)
                    return policy = Load();
                if (FileMark.Of(path) != seen)
                    policy = Reload(policy);
                return policy;
            }
        }
    }

    /// <exception cref="PolicyFormatException">The policy cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogInForce(logger, path, Current.Digest);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The mark is taken first: a change while reading is seen again the next time.
    private PromotionPolicy Load()
    {
        seen = FileMark.Of(path);
        return PolicyParser.Parse(File.ReadAllText(path));
    }

    private PromotionPolicy Reload(PromotionPolicy old)
    {
        try
        {
            var fresh = Load();
            if (fresh.Digest != old.Digest)
                LogInForce(logger, path, fresh.Digest);
            return fresh;
        }
        catch (Exception e) when (e is PolicyFormatException or IOException or UnauthorizedAccessException)
        {
            LogKept(logger, e, path, old.Digest);
            return old;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Promotion policy {Path} is in force, digest {Digest}")]
    private static partial void LogInForce(ILogger logger, string path, string digest);

    [LoggerMessage(Level = LogLevel.Error, Message = "Promotion policy {Path} cannot be used; the one with digest {Digest} stays in force")]
    private static partial void LogKept(ILogger logger, Exception exception, string path, string digest);

    /// <summary>Changes whenever the file does; there is none where there is no file.</summary>
    private sealed record FileMark(DateTime WrittenAt, long Length)
    {
        public static FileMark? Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileMark(file.LastWriteTimeUtc, file.Length) : null;
        }
    }
}
