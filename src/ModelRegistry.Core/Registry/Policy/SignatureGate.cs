using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Whether who calls the version in production can call another in its place: it asks for no input that is not sent, and gives every output that is read.</summary>
internal static class SignatureGate
{
    public static (bool Met, string Value) Judge(Signature signature, ProductionEvidence? production)
    {
        if (production is null)
            return (true, "nothing in production");
        List<string> wrong =
        [
            .. Missing("input", signature.Inputs, production.Signature.Inputs, "is not sent to", production.Number),
            .. Missing("output", production.Signature.Outputs, signature.Outputs, "is no more given, unlike by", production.Number),
        ];
        return wrong.Count == 0 ? (true, $"compatible with version {production.Number}") : (false, string.Join("; ", wrong.Take(5)) + (wrong.Count > 5 ? $"; and {wrong.Count - 5} more" : ""));
    }

    private static IEnumerable<string> Missing(string what, IEnumerable<SignatureField> wanted, IEnumerable<SignatureField> there, string how, int number)
    {
        var types = there.ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal);
        foreach (var field in wanted)
        {
            if (!types.TryGetValue(field.Name, out var type))
                yield return $"{what} {field.Name} {how} version {number}";
            else if (type != field.Type)
                yield return $"{what} {field.Name} is {field.Type} on one side and {type} on the other (version {number} in production)";
        }
    }
}
