using System.Text;

namespace ModelRegistry.Core.Artifacts;

/// <summary>Paths inside a tree: whoever writes them below a folder stays below it.</summary>
public static class TreePath
{
    /// <summary>The longest path, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    private const int MaxPartBytes = 255;

    /// <summary>What is wrong with a path, and what would be right; null when it can be one.</summary>
    public static string? Fault(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
            return "is empty; a relative path such as model/weights.bin is wanted";
        if (path.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar || Rune.IsControl(rune)))
            return "has a control character or is no well-formed Unicode; plain text is wanted";
        if (path.Contains('\\', StringComparison.Ordinal))
            return @"has a \; parts are separated by /";
        if (Encoding.UTF8.GetByteCount(path) > MaxBytes)
            return $"is longer than {MaxBytes} bytes";
        var parts = path.Split('/');
        if (parts.Any(part => part is "" or "." or ".."))
            return "has an empty part, '.' or '..'; a relative path such as model/weights.bin is wanted";
        return parts.Any(part => Encoding.UTF8.GetByteCount(part) > MaxPartBytes) ? $"has a part longer than {MaxPartBytes} bytes" : null;
    }
}
