using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Notifications;

/// <summary>
/// How a receiver knows that a message is ours and new: HMAC-SHA256 under the shared secret over the timestamp (seconds since 1970, decimal), a full
/// stop, and the body.
/// </summary>
public static class WebhookSignature
{
    /// <summary><c>sha256=</c> and the code in lower-case hex.</summary>
    public static string Of(ReadOnlySpan<byte> secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        using var code = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        code.AppendData(Encoding.ASCII.GetBytes(Timestamp(at) + "."));
        code.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(code.GetHashAndReset());
    }

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
