using Microsoft.Extensions.Options;

namespace ModelRegistry.Postgres.Log;

/// <summary>The rules between options, which no single attribute can state.</summary>
internal sealed class PredictionLogOptionsValidator : IValidateOptions<PredictionLogOptions>
{
    public ValidateOptionsResult Validate(string? name, PredictionLogOptions options)
    {
        var failures = new List<string>();
        if (options.Capacity < options.BatchRows)
            failures.Add($"Capacity is {options.Capacity} rows; it must hold at least one batch of {options.BatchRows}");
        if (options.DeadAfter < 2 * options.Heartbeat)
            failures.Add($"DeadAfter is {options.DeadAfter}; it must be at least two heartbeats of {options.Heartbeat}");
        if (options.MaxRetryDelay < options.RetryDelay)
            failures.Add($"MaxRetryDelay is {options.MaxRetryDelay}; it must be at least RetryDelay, {options.RetryDelay}");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
