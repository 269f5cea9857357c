namespace ModelRegistry.Grains.Notifications;

/// <summary>One receiver of notifications.</summary>
public class WebhookOptions
{
    /// <summary>Letters, digits, - and _; stands in the database beside what is still to be sent, so it should stay the same.</summary>
    public string Name { get; set; } = "";

    /// <summary>http or https, without user and password.</summary>
    public Uri? Url { get; set; }

    /// <summary>Signs the messages; at least 16 characters. Never logged. Either this or <see cref="SecretFile"/>.</summary>
    public string? Secret { get; set; }

    /// <summary>A file with the secret; blanks around it do not count.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The types of events it hears of, such as <c>promotion-decided</c>; with none all that people can hear of.</summary>
    public IList<string> Events { get; } = [];
}
