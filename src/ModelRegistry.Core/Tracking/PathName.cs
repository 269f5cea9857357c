namespace ModelRegistry.Core.Tracking;

/// <summary>Names that may become paths of files.</summary>
internal static class PathName
{
    /// <summary>What a POSIX path comes down to: no empty parts, no <c>.</c>, no <c>..</c> that can be resolved.</summary>
    public static string Normal(string name)
    {
        if (name.Length == 0)
            return ".";
        var rooted = name[0] == '/';
        var parts = new List<string>();
        foreach (var part in name.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != ".." || (parts.Count == 0 && !rooted) || (parts.Count > 0 && parts[^1] == ".."))
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        var path = string.Join('/', parts);
        // Two leading slashes, and not three, mean something of their own in POSIX.
        var root = !rooted ? "" : name.StartsWith("//", StringComparison.Ordinal) && !name.StartsWith("///", StringComparison.Ordinal) ? "//" : "/";
        return root.Length + path.Length == 0 ? "." : root + path;
    }

    /// <summary>Whether a name stays what it is as a path, below where it is put.</summary>
    public static bool IsPlain(string name) => name.Length > 0 && name[0] is not ('/' or '.') && !name.Contains('/', StringComparison.Ordinal)
        || (!name.StartsWith('/') && !name.StartsWith("..", StringComparison.Ordinal) && name != "." && Normal(name) == name);
}
