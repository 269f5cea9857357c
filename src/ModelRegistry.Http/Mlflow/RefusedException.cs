using ModelRegistry.Contracts;

namespace ModelRegistry.Http.Mlflow;

/// <summary>A command was refused, and nothing of it was written.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal { get; } = refusal;
}
