using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Core;
using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Cli.Registry;

/// <summary>Downloads an artifact, or the files of a tree, beside its place; it gets its name when all of it is there and is what its digest says.</summary>
internal sealed class ArtifactDownload(RegistryCall call, string target)
{
    private string Part => target + ".part";

    /// <exception cref="CommandException">Something is there already, or what was sent is not what its digest says.</exception>
    public async Task<JsonNode> RunAsync(string digest)
    {
        if (Path.Exists(target))
            throw new CommandException($"{target} is there already; name another file or folder");
        try
        {
            var got = await FilesAsync(digest) is { } files ? await TreeAsync(digest, files) : await FileAsync(digest);
            return JsonSerializer.SerializeToNode(got, RegistryJson.Options)!;
        }
        finally
        {
            File.Delete(Part);
            if (Directory.Exists(Part))
                Directory.Delete(Part, recursive: true);
        }
    }

    private async Task<GotArtifact> FileAsync(string digest)
    {
        var bytes = await ReceiveAsync(digest, Part, FileMode.Create);
        File.Move(Part, target);
        return new(digest, target, 1, bytes);
    }

    private async Task<GotArtifact> TreeAsync(string digest, IEnumerable<TreeFile> files)
    {
        var tree = Check(digest, files);
        foreach (var file in tree.Files)
        {
            var path = Path.Combine(Part, Path.Combine(file.Path.Split('/')));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Where case does not count two files may have one name: the second is refused, not written over the first.
            await ReceiveAsync(file.Digest, path, FileMode.CreateNew);
        }

        Directory.Move(Part, target);
        return new(digest, target, tree.Files.Length, tree.Size);
    }

    /// <summary>That the list is the one of the digest also says that no path in it leads elsewhere.</summary>
    private static ArtifactTree Check(string digest, IEnumerable<TreeFile> files)
    {
        try
        {
            if (ArtifactTree.Of(files) is var tree && tree.Digest == digest)
                return tree;
            throw new CommandException($"the registry sent the files of another tree than {digest}");
        }
        catch (InvalidTreeException hostile)
        {
            throw new CommandException($"the registry sent a tree that cannot be: {hostile.Message}");
        }
    }

    private async Task<long> ReceiveAsync(string digest, string path, FileMode mode)
    {
        await using var file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        await call.DownloadAsync($"artifacts/{Uri.EscapeDataString(digest)}", file);
        file.Position = 0;
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, call.Cancelled));
        return found == digest ? file.Length : throw new CommandException($"what the registry sent for {digest} has the digest {found}");
    }

    /// <summary>Null where the digest is of no tree.</summary>
    private async Task<IEnumerable<TreeFile>?> FilesAsync(string digest)
    {
        try
        {
            var listed = await call.GetAsync($"artifacts/{Uri.EscapeDataString(digest)}/files");
            return listed["files"].Deserialize<TreeFile[]>(RegistryJson.Options);
        }
        catch (ApiException none) when (none.Problem.Code == "tree_not_found")
        {
            return null;
        }
    }
}
