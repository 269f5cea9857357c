using System.Globalization;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>What a running server says of itself in <c>postmaster.pid</c>.</summary>
/// <param name="Socket">Folder of the unix socket; empty until the server has opened it.</param>
/// <param name="Status"><c>starting</c>, <c>ready</c> or <c>stopping</c>; empty in the first moments.</param>
internal sealed record PostmasterFile(int Pid, string DataFolder, string Socket, string Status)
{
    public const string Name = "postmaster.pid";

    public bool IsReady => string.Equals(Status, "ready", StringComparison.Ordinal);

    /// <summary>Null when there is no such file, or not yet a whole one.</summary>
    public static PostmasterFile? Read(string pgdata)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(pgdata, Name));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return lines.Length >= 2 && int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pid)
            ? new PostmasterFile(Math.Abs(pid), lines[1], Line(lines, 4), Line(lines, 7))
            : null;
    }

    /// <summary>
    /// Puts a process id that cannot be in place of one that now belongs to another program (after a restart of a container, say):
    /// the server would refuse to start, but its own check of shared memory, further down in the file, still holds.
    /// </summary>
    public static void Disown(string pgdata)
    {
        var path = Path.Combine(pgdata, Name);
        string[] lines = File.ReadAllLines(path);
        lines[0] = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        File.WriteAllLines(path, lines);
    }

    private static string Line(string[] lines, int index) => index < lines.Length ? lines[index].Trim() : "";
}
