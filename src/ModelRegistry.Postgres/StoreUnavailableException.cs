namespace ModelRegistry.Postgres;

/// <summary>The database cannot be reached or takes no writes now; nothing was written.</summary>
[Orleans.GenerateSerializer, Orleans.Alias("store-unavailable-exception")]
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
