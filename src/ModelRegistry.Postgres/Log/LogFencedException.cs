namespace ModelRegistry.Postgres.Log;

/// <summary>This process's writer has been closed by another process, so nothing it holds can be committed any more.</summary>
public sealed class LogFencedException(long writer, string why)
    : Exception($"writer {writer} of the prediction log is fenced: {why}; nothing more can be logged by this process, start it again")
{
    /// <summary>The id of the writer in <c>log_writers</c>.</summary>
    public long Writer { get; } = writer;
}
