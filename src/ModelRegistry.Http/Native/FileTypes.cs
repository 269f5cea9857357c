using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace ModelRegistry.Http.Native;

/// <summary>Content types by the names of files, as MLflow's server tells them: what people read is plain text.</summary>
internal static class FileTypes
{
    /// <summary>Of what has no name, or one that says nothing.</summary>
    public const string Bytes = "application/octet-stream";

    private static readonly FileExtensionContentTypeProvider Known = new();

    private static readonly FrozenSet<string> Texts = new[]
    {
        "txt", "log", "err", "cfg", "conf", "cnf", "cf", "ini", "properties", "prop", "hocon", "toml", "yaml", "yml", "xml", "json", "js", "py", "py3", "csv", "tsv", "md", "rst",
        "MLmodel", "MLproject",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static string Of(string name)
    {
        if (Texts.Contains(name[(name.LastIndexOf('.') + 1)..]))
            return "text/plain; charset=utf-8";
        return Known.TryGetContentType(name, out var type) ? type : Bytes;
    }
}
