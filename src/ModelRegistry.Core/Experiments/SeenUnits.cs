using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Experiments;

/// <summary>
/// The units that were counted on closed days, so that none is counted twice. A unit <c>entity|asOf</c> can only come back on its own day, which
/// is closed, and is not kept; any other unit is kept as 8 bytes of its SHA-256 (with a million units the chance that any two of them
/// are taken for one is below 10⁻⁷).
/// </summary>
internal sealed class SeenUnits
{
    private const int Width = sizeof(ulong);

    // The log keeps microseconds, the name of a unit may keep more.
    private static readonly TimeSpan Resolution = TimeSpan.FromMicroseconds(1);

    private readonly HashSet<ulong> prints = [];

    public bool Contains(UnitOutcome outcome) => prints.Count > 0 && prints.Contains(Print(outcome.Unit));

    public void Add(UnitOutcome outcome)
    {
        if (!IsBoundToItsTime(outcome))
            prints.Add(Print(outcome.Unit));
    }

    /// <summary>The same for the same units, in whatever order they came.</summary>
    public string Write()
    {
        var bytes = new byte[prints.Count * Width];
        var offset = 0;
        foreach (var print in prints.Order())
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(Width * offset++), print);
        return Convert.ToBase64String(bytes);
    }

    public static SeenUnits Read(string text)
    {
        var seen = new SeenUnits();
        var bytes = Convert.FromBase64String(text);
        for (var offset = 0; offset + Width <= bytes.Length; offset += Width)
            seen.prints.Add(BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(offset)));
        return seen;
    }

    private static bool IsBoundToItsTime(UnitOutcome outcome) =>
        outcome.Unit.Length > outcome.Entity.Length
        && outcome.Unit.StartsWith(outcome.Entity, StringComparison.Ordinal)
        && outcome.Unit[outcome.Entity.Length] is '|'
        && DateTimeOffset.TryParse(
            outcome.Unit.AsSpan(outcome.Entity.Length + 1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var asOf)
        && (asOf - outcome.AsOf).Duration() < Resolution;

    private static ulong Print(string unit) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(unit)));
}
