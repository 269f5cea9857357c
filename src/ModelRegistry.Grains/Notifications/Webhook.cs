using System.Text;

namespace ModelRegistry.Grains.Notifications;

/// <summary>One receiver, ready to be sent to.</summary>
internal sealed class Webhook
{
    private Webhook(WebhookOptions options, string secret)
    {
        Name = options.Name;
        Url = options.Url!;
        Secret = Encoding.UTF8.GetBytes(secret);
    }

    public string Name { get; }

    public Uri Url { get; }

    public ReadOnlyMemory<byte> Secret { get; }

    /// <exception cref="IOException">The file of the secret cannot be read.</exception>
    /// <exception cref="InvalidOperationException">There is no secret in it.</exception>
    public static Webhook Of(WebhookOptions options)
    {
        var secret = options.Secret ?? File.ReadAllText(options.SecretFile!).Trim();
        return secret.Length == 0
            ? throw new InvalidOperationException($"{NotificationOptions.Section}: the SecretFile of webhook '{options.Name}' ({options.SecretFile}) is empty")
            : new Webhook(options, secret);
    }
}
