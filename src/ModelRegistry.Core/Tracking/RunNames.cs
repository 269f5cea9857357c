using System.Globalization;

namespace ModelRegistry.Core.Tracking;

/// <summary>Names for runs that were given none: two words and a number, by the id of the run.</summary>
public static class RunNames
{
    private static readonly string[] Kinds =
    [
        "amber", "bold", "brisk", "calm", "clear", "crisp", "deep", "eager", "early", "fair", "fleet", "fresh", "gentle", "golden", "grand", "keen",
        "kind", "lively", "lucid", "mellow", "nimble", "noble", "patient", "polar", "quick", "quiet", "rapid", "silver", "steady", "sunny", "vivid", "warm",
    ];

    private static readonly string[] Things =
    [
        "alder", "badger", "beacon", "birch", "brook", "cedar", "comet", "condor", "coral", "delta", "ember", "falcon", "fjord", "glade", "harbor", "heron",
        "island", "juniper", "lagoon", "lynx", "maple", "meadow", "orchid", "osprey", "otter", "pebble", "plover", "raven", "river", "summit", "tern", "willow",
    ];

    public static string For(Guid id)
    {
        // The last bytes are random in every version of UUID that is used here.
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = ((bytes[14] << 8) | bytes[15]) % 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{Kinds[bytes[12] % Kinds.Length]}-{Things[bytes[13] % Things.Length]}-{number}");
    }
}
