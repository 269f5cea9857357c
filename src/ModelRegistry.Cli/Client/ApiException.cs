namespace ModelRegistry.Cli.Client;

/// <summary>The registry refused something that was expected to go well.</summary>
internal sealed class ApiException(string call, ApiProblem problem) : Exception($"{call}: {problem.Status} {problem.Code}: {problem.Detail}")
{
    public ApiProblem Problem { get; } = problem;
}
