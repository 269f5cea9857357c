using System.Globalization;
using System.Reflection;

namespace ModelRegistry.Contracts.Tests;

/// <summary>What two releases of the registry must agree on: under which name a type travels, and under which number and as what each of its members does.</summary>
public sealed class WireFormatTests
{
    private const string Listing = "Boundary.txt";

    [Fact]
    public async Task WireFormat_OfTheBoundary_IsTheOneListed()
    {
        var folder = Path.GetDirectoryName(typeof(WireFormatTests).Assembly.Location)!;
        var listed = await File.ReadAllLinesAsync(Path.Combine(folder, Listing));
        string[] found = [.. Boundary.Records.Concat(Boundary.GrainInterfaces).Concat(Boundary.Exceptions).SelectMany(Lines).Order(StringComparer.Ordinal)];
        if (!found.SequenceEqual(listed, StringComparer.Ordinal))
        {
            var actual = Path.Combine(folder, "Boundary.actual.txt");
            await File.WriteAllLinesAsync(actual, found);
            Assert.Fail(
                $"""
                What crosses a grain boundary is not what is listed. A line may be added; one that is gone or changed cannot be read by
                other hosts of the cluster, nor from storage, until all of them have been replaced.
                New: {string.Join("\n     ", found.Except(listed, StringComparer.Ordinal))}
                Gone: {string.Join("\n      ", listed.Except(found, StringComparer.Ordinal))}
                If that is on purpose: cp {actual} tests/ModelRegistry.Contracts.Tests/{Listing}
                """);
        }
    }

    private static IEnumerable<string> Lines(Type type)
    {
        var alias = Boundary.Alias(type) ?? type.Name;
        if (type.IsInterface)
        {
            return type.GetMethods().Select(method => $"{alias} {method.Name}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))}) : {Name(method.ReturnType)}");
        }

        return Boundary.Members(type)
            .Select(member => string.Create(CultureInfo.InvariantCulture, $"{alias} {member.GetCustomAttribute<IdAttribute>()?.Id} {Name(member.PropertyType)}"))
            .Prepend($"{alias}{(Boundary.Records.Contains(type.BaseType!) ? $" : {Boundary.Alias(type.BaseType!)}" : "")}");
    }

    /// <summary>Renaming a type changes nothing on the wire as long as it keeps its alias, so types go by that here.</summary>
    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Name(inner)}?";
        }

        var name = Boundary.Alias(type) ?? type.Name.Split('`')[0];
        return type switch
        {
            { IsEnum: true } => $"{name}({string.Join(' ', Enum.GetNames(type).Select(constant => $"{constant}={Convert.ToInt64(Enum.Parse(type, constant), CultureInfo.InvariantCulture)}"))})",
            { IsGenericType: true } => $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
            _ => name,
        };
    }
}
