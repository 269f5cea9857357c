using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Output;

/// <summary>A file that is there whole or not at all: it is written beside its place and moved there when it is done.</summary>
internal sealed class WholeFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _part;

    /// <exception cref="CommandException">The file is there already.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public WholeFile(string path)
    {
        if (Path.Exists(path))
            throw new CommandException($"{path} is there already; name another file");
        (_path, _part) = (path, path + ".part");
        Content = new FileStream(_part, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Writer = new StreamWriter(Content) { NewLine = "\n" };
    }

    /// <summary>What is not text is written here.</summary>
    public FileStream Content { get; }

    public StreamWriter Writer { get; }

    /// <exception cref="IOException">The file came to be there meanwhile.</exception>
    public async Task KeepAsync()
    {
        await Writer.DisposeAsync();
        File.Move(_part, _path, overwrite: false);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        File.Delete(_part);
    }
}
