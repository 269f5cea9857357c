using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Grains.Serving;

/// <summary>What can be said of a request before it is routed.</summary>
internal static class RequestCheck
{
    /// <summary>Characters of an entity or unit.</summary>
    public const int MaxText = 256;

    /// <summary>Null, or what is wrong.</summary>
    public static string? Of(PredictRequest request, ServingOptions options, DateTimeOffset now)
    {
        if (request.Instances.IsDefaultOrEmpty)
            return "instances is empty; give at least one";
        if (request.Instances.Length > options.MaxInstances)
            return $"instances has {request.Instances.Length} entries; at most {options.MaxInstances} are taken in one request";
        for (var i = 0; i < request.Instances.Length; i++)
        {
            if (Instance(request.Instances[i], now + options.MaxAsOfAhead) is { } wrong)
                return $"instances[{i}]: {wrong}";
        }

        return null;
    }

    private static string? Instance(PredictInstance instance, DateTimeOffset latest) =>
        Text("entity", instance.Entity)
        ?? Text("unit", instance.Unit)
        ?? (instance.AsOf > latest ? $"asOf {instance.AsOf:O} lies in the future; the latest taken now is {latest:O}" : null);

    private static string? Text(string field, string? value)
    {
        if (value is null)
            return null;
        if (value.Length is 0 or > MaxText)
            return $"{field} has {value.Length} characters; 1 to {MaxText} are taken";
        return value.Any(char.IsControl) ? $"{field} contains a control character" : null;
    }
}
