namespace Orleans.Configuration;

/// <summary>Settings of calls.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for an answer before its call fails with a <see cref="TimeoutException"/>.</summary>
    /// <value>30 seconds</value>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
