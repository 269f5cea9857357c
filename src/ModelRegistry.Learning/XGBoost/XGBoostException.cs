namespace ModelRegistry.Learning.XGBoost;

/// <summary>libxgboost refused a call, or is not installed; the message is the library's own, after the name of the call.</summary>
public sealed class XGBoostException(string message, Exception? inner = null) : Exception(message, inner);
