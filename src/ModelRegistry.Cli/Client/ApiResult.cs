namespace ModelRegistry.Cli.Client;

/// <summary>What a call came to: a value or a problem.</summary>
internal sealed record ApiResult<T>(string Call, T? Value, ApiProblem? Problem)
    where T : class
{
    /// <exception cref="ApiException">The call was refused.</exception>
    public T OrThrow() => Value ?? throw new ApiException(Call, Problem!);
}
