namespace ModelRegistry.Contracts.Registry;

/// <summary>What a webhook gate was told about one version. It holds for one revision of the model: after any other change it has to be asked again.</summary>
[GenerateSerializer, Immutable, Alias("webhook-verdict")]
public sealed record WebhookVerdict
{
    /// <summary>The name of the webhook, as in <c>webhook_NAME</c>.</summary>
    [Id(0)]
    public required string Webhook { get; init; }

    /// <summary>The revision of the model that it was asked about.</summary>
    [Id(1)]
    public required long Revision { get; init; }

    [Id(2)]
    public required int Number { get; init; }

    [Id(3)]
    public required bool Passed { get; init; }

    /// <summary>Its reason, or why there was no answer and what that counts as.</summary>
    [Id(4)]
    public required string Said { get; init; }
}
