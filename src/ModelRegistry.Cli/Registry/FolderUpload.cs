using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Registry;

/// <summary>Uploads the files of a folder and makes them a tree. Files that the registry has already are not kept twice.</summary>
internal static class FolderUpload
{
    /// <summary>Answers with the digest of the tree.</summary>
    /// <exception cref="CommandException">A link is among the files: what it leads to may lie anywhere.</exception>
    public static async Task<string> RunAsync(RegistryCall call, DirectoryInfo folder)
    {
        var files = new JsonArray();
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(folder.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (IsLinked(file, folder))
                throw new CommandException($"{file} is or lies behind a symbolic link, which a tree cannot hold; put the file itself there");
            files.Add(new JsonObject { ["path"] = path, ["digest"] = await call.UploadAsync(file) });
        }

        return (await call.PostAsync("artifacts/trees", new JsonObject { ["files"] = files }))["digest"]!.GetValue<string>();
    }

    private static bool IsLinked(FileInfo file, DirectoryInfo folder)
    {
        if (file.LinkTarget is not null)
            return true;
        for (var parent = file.Directory; parent is not null && parent.FullName.Length > folder.FullName.TrimEnd(Path.DirectorySeparatorChar).Length; parent = parent.Parent)
        {
            if (parent.LinkTarget is not null)
                return true;
        }

        return false;
    }
}
