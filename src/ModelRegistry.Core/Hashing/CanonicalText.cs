using System.Buffers;
using System.Text;

namespace ModelRegistry.Core.Hashing;

/// <summary>Strings of RFC 8785, section 3.2.2.2: only what must be escaped is.</summary>
internal static class CanonicalText
{
    public static void Write(string text, ArrayBufferWriter<byte> output)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
            Append(quoted, c);
        quoted.Append('"');
        output.Write(Encoding.UTF8.GetBytes(quoted.ToString()));
    }

    private static void Append(StringBuilder quoted, char c) => _ = c switch
    {
        '"' => quoted.Append("\\\""),
        '\\' => quoted.Append("\\\\"),
        '\b' => quoted.Append("\\b"),
        '\t' => quoted.Append("\\t"),
        '\n' => quoted.Append("\\n"),
        '\f' => quoted.Append("\\f"),
        '\r' => quoted.Append("\\r"),
        < ' ' => quoted.Append("\\u00").Append(Hex(c >> 4)).Append(Hex(c & 15)),
        _ => quoted.Append(c),
    };

    private static char Hex(int nibble) => "0123456789abcdef"[nibble];
}
