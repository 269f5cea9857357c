namespace Orleans.Configuration;

/// <summary>Settings of calls within the host.</summary>
public class SiloMessagingOptions : MessagingOptions;
