using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>Whether training is possible here.</summary>
public static class XGBoostRuntime
{
    /// <exception cref="XGBoostException">libxgboost is missing; says what to install.</exception>
    public static void EnsureInstalled() => XGBoostLibrary.EnsureInstalled();
}
