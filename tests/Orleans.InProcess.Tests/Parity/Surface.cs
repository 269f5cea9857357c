using System.Reflection;

namespace GrainRuntime.Tests.Parity;

/// <summary>
/// What a program can see of an assembly, one thing a line. Two types that offer the same give the same lines, whether they were loaded or only
/// read, so surfaces are compared as text.
/// </summary>
internal static class Surface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly)
        => assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(type => Of(type));

    /// <summary>The type, what it inherits, and its own members that are public or protected. An override adds nothing to what its base offers.</summary>
    /// <param name="shortened">Whether to add the calls that leave optional parameters out at the end.</param>
    public static IEnumerable<string> Of(Type type, bool shortened = false)
    {
        var name = Names.Of(type);
        yield return $"{name} is {Kind(type)}{Constraints(type.GetGenericArguments())}";
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return $"{name} : {Names.Of(parent)}";
        }

        foreach (var line in type.GetInterfaces().Where(face => face.IsVisible).Select(face => $"{name} : {Names.Of(face)}").Order(StringComparer.Ordinal))
        {
            yield return line;
        }

        if (type.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.FullName == typeof(AttributeUsageAttribute).FullName) is { } usage)
        {
            yield return $"{name} may stand on {Usage(usage)}";
        }

        foreach (var line in Members(type, shortened).Select(member => $"{name}.{member}").Order(StringComparer.Ordinal))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Members(Type type, bool shortened)
    {
        foreach (var field in type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName))
        {
            yield return $"{field.Name} : {Names.Of(field.FieldType)}{(field.IsLiteral ? $" = {Names.Value(field.GetRawConstantValue())}" : field.IsInitOnly ? " readonly" : "")}";
        }

        foreach (var method in type.GetConstructors(Declared).Concat<MethodBase>(type.GetMethods(Declared)).Where(method => IsVisible(method) && !IsOverride(method)))
        {
            var parameters = method.GetParameters();
            var optional = shortened ? parameters.Reverse().TakeWhile(parameter => parameter.HasDefaultValue).Count() : 0;
            for (var count = parameters.Length; count >= parameters.Length - optional; count--)
            {
                yield return Method(method, parameters.Take(count));
            }
        }

        foreach (var property in type.GetProperties(Declared).Where(property => Has(property, "System.Runtime.CompilerServices.RequiredMemberAttribute")))
        {
            yield return $"{property.Name} is required";
        }
    }

    private static string Method(MethodBase called, IEnumerable<ParameterInfo> parameters)
    {
        var extends = Has(called, "System.Runtime.CompilerServices.ExtensionAttribute") ? "this " : "";
        var takes = $"({extends}{string.Join(", ", parameters.Select(Parameter))})";
        if (called is not MethodInfo method)
        {
            return $"{Modifiers(called)}new{takes}";
        }

        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Names.Of))}>" : "";
        var init = method.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") ? "init " : "";
        return $"{Modifiers(method)}{init}{method.Name}{generic}{takes} : {Names.Of(method.ReturnType)}{Constraints(method.GetGenericArguments())}";
    }

    private static string Modifiers(MethodBase method) => (method.IsPublic ? "" : method.IsFamily ? "protected " : "protected internal ")
        + (method.IsStatic ? "static " : "")
        + (method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");

    private static string Parameter(ParameterInfo parameter) => (parameter.IsOut ? "out " : "")
        + $"{Names.Of(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {Names.Value(parameter.RawDefaultValue)}" : "");

    private static string Constraints(Type[] arguments)
    {
        var constraints = arguments.Where(argument => argument.IsGenericParameter).Select(argument => (
            argument.Name,
            Kinds: argument.GenericParameterAttributes & GenericParameterAttributes.SpecialConstraintMask,
            Types: argument.GetGenericParameterConstraints().Select(Names.Of).Order(StringComparer.Ordinal).ToArray()));
        return string.Concat(constraints.Where(constraint => constraint.Kinds != GenericParameterAttributes.None || constraint.Types.Length > 0).Select(
            constraint => $" where {constraint.Name} : {string.Join(", ", constraint.Types.Prepend(constraint.Kinds.ToString()).Where(part => part != "None"))}"));
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "an interface",
        { IsEnum: true } => $"an enum of {Names.Of(type.GetEnumUnderlyingType())}",
        { IsValueType: true } => "a struct",
        { IsAbstract: true, IsSealed: true } => "a static class",
        { IsAbstract: true } => "an abstract class",
        { IsSealed: true } => "a sealed class",
        _ => "a class",
    };

    private static string Usage(CustomAttributeData usage)
    {
        var named = usage.NamedArguments.Where(argument => argument is not { MemberName: "AllowMultiple", TypedValue.Value: false }).Select(argument => $", {argument.MemberName} = {argument.TypedValue.Value}").Order(StringComparer.Ordinal);
        return $"{(AttributeTargets)usage.ConstructorArguments[0].Value!}{string.Concat(named)}";
    }

    private static bool IsVisible(MethodBase method) => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsOverride(MethodBase method) => method.IsVirtual && (method.Attributes & MethodAttributes.VtableLayoutMask) == MethodAttributes.ReuseSlot;

    private static bool Has(MemberInfo member, string attribute) => member.GetCustomAttributesData().Any(data => data.AttributeType.FullName == attribute);
}
