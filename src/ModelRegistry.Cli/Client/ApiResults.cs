namespace ModelRegistry.Cli.Client;

/// <summary>Short ways to say that a call must go well.</summary>
internal static class ApiResults
{
    /// <exception cref="ApiException">The call was refused.</exception>
    public static async Task<T> OrThrowAsync<T>(this Task<ApiResult<T>> call)
        where T : class => (await call).OrThrow();
}
