namespace ModelRegistry.Core.Tracking;

/// <summary>Params never change.</summary>
public static class ParamChanges
{
    /// <summary>Says which of the given params have another value already.</summary>
    public static TrackingException Refusal(Guid run, IEnumerable<KeyedText> given, IEnumerable<KeyedText> stored)
    {
        var before = stored.ToDictionary(param => param.Key, param => param.Value, StringComparer.Ordinal);
        var changed = given.Where(param => before.TryGetValue(param.Key, out var value) && value != param.Value).ToList();
        string Old(KeyedText param) => TrackingRules.Shortened(before[param.Key]);
        static string New(KeyedText param) => TrackingRules.Shortened(param.Value);
        return TrackingException.Invalid("Changing param values is not allowed. " + (changed is [var only]
            ? $"Param with key='{only.Key}' was already logged with value='{Old(only)}' for run ID='{RunId.Text(run)}'. Attempted logging new value '{New(only)}'."
            : $"Params were already logged='[{string.Join(", ", changed.Select(param => $"{{'key': '{param.Key}', 'old_value': '{Old(param)}', 'new_value': '{New(param)}'}}"))}]' for run ID='{RunId.Text(run)}'."));
    }
}
