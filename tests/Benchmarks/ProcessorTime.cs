using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>What host and database have used of the processors, which tells the cost of a call however busy the machine is. Read from /proc.</summary>
internal sealed class ProcessorTime(int host, int postmaster)
{
    private const double TicksPerSecond = 100;

    /// <param name="host">Its process.</param>
    /// <param name="dataDirectory">Of its private database.</param>
    public static ProcessorTime Of(int host, string dataDirectory) =>
        new(host, int.Parse(File.ReadLines(Path.Combine(dataDirectory, "pgdata", "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    public TimeSpan Host()
    {
        using var process = Process.GetProcessById(host);
        return process.TotalProcessorTime;
    }

    /// <summary>Of the server and its children, also those that have ended.</summary>
    public TimeSpan Database() => TimeSpan.FromSeconds(Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? Stat(id) : null)
        .Where(stat => stat is not null && (stat.Value.Id == postmaster || stat.Value.Parent == postmaster))
        .Sum(stat => stat!.Value.Ticks) / TicksPerSecond);

    private static (int Id, int Parent, long Ticks)? Stat(int id)
    {
        try
        {
            // The name of the program, in parentheses, may have blanks in it; the fields after it are numbered from 3.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }
}
