using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// Generates, for a grain interface, a class of references, and for each of its methods a class of calls that holds the
/// arguments in fields: a call costs no reflection and no boxing.
/// </summary>
internal static class ReferenceEmitter
{
    private const string MethodsField = "Methods";

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Opened = new(StringComparer.Ordinal);
    private static readonly AssemblyBuilder Assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Orleans.InProcess.References"), AssemblyBuilderAccess.Run);
    private static readonly ModuleBuilder Module = Assembly.DefineDynamicModule("References");
    private static int _count;

    private static ConstructorInfo BaseConstructor { get; } = typeof(GrainReference)
        .GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(GrainCatalog), typeof(GrainId)])!;

    private static MethodInfo Token(string accessor) => typeof(GrainCall).GetMethod(accessor)!;

    /// <exception cref="NotSupportedException">The type is no interface of grains, or has a member that cannot be called from afar.</exception>
    public static Func<GrainCatalog, GrainId, GrainReference> Emit(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !typeof(IAddressable).IsAssignableFrom(interfaceType))
        {
            throw new NotSupportedException($"{interfaceType} is not a grain interface.");
        }

        lock (Gate)
        {
            return EmitReference(interfaceType);
        }
    }

    private static Func<GrainCatalog, GrainId, GrainReference> EmitReference(Type interfaceType)
    {
        Open(typeof(ReferenceEmitter));
        var builder = Module.DefineType($"{interfaceType.FullName}.Reference{_count++}", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [interfaceType]);
        var methodsField = builder.DefineField(MethodsField, typeof(GrainMethod[]), FieldAttributes.Public | FieldAttributes.Static);
        EmitConstructor(builder);
        var methods = new List<GrainMethod>();
        foreach (var type in interfaceType.GetInterfaces().Prepend(interfaceType))
        {
            Open(type);
            foreach (var method in type.GetMethods().Where(m => m.IsAbstract || m.IsVirtual))
            {
                var described = Describe(type, method);
                EmitMethod(builder, methodsField, methods.Count, method, EmitCall(type, method, described));
                methods.Add(described);
            }
        }

        var reference = builder.CreateType();
        reference.GetField(MethodsField)!.SetValue(null, methods.ToArray());
        var catalog = Expression.Parameter(typeof(GrainCatalog));
        var id = Expression.Parameter(typeof(GrainId));
        return Expression.Lambda<Func<GrainCatalog, GrainId, GrainReference>>(
            Expression.New(reference.GetConstructors()[0], catalog, id), catalog, id).Compile();
    }

    private static void EmitConstructor(TypeBuilder builder)
    {
        var constructor = builder.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(GrainCatalog), typeof(GrainId)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, BaseConstructor);
        il.Emit(OpCodes.Ret);
    }

    private static GrainMethod Describe(Type interfaceType, MethodInfo method)
    {
        var returns = method.ReturnType;
        var isTask = returns == typeof(Task) || (returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(Task<>));
        if (!isTask || method.IsGenericMethod || method.GetParameters().Any(p => p.ParameterType.IsByRef || p.ParameterType.IsByRefLike))
        {
            throw new NotSupportedException(
                $"{interfaceType}.{method.Name} cannot be a grain's method: it must return Task or Task<T>, have no type parameters, and take no parameters by reference.");
        }

        return new GrainMethod
        {
            Method = method,
            Name = method.Name,
            Interface = interfaceType,
            AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute)),
            OneWay = method.IsDefined(typeof(OneWayAttribute)) && returns == typeof(Task),
            Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout,
        };
    }

    private static Type EmitCall(Type interfaceType, MethodInfo method, GrainMethod described)
    {
        var parameters = method.GetParameters();
        var parent = method.ReturnType == typeof(Task)
            ? typeof(GrainVoidCall)
            : typeof(GrainCall<>).MakeGenericType(method.ReturnType.GetGenericArguments());
        var builder = Module.DefineType($"{interfaceType.FullName}.{method.Name}Call{_count++}", TypeAttributes.Public | TypeAttributes.Sealed, parent);
        var fields = new FieldBuilder?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            Open(parameters[i].ParameterType);
            fields[i] = parameters[i].ParameterType == typeof(CancellationToken)
                ? null
                : builder.DefineField($"arg{i}", parameters[i].ParameterType, FieldAttributes.Public);
        }

        var constructor = builder.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(GrainMethod)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, parent.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)[0]);
        il.Emit(OpCodes.Ret);
        EmitInvocation(builder, parent, interfaceType, method, fields);
        var type = builder.CreateType();
        described.Arguments = [.. fields.OfType<FieldBuilder>().Select(f => type.GetField(f.Name)!)];
        return type;
    }

    /// <summary>Overrides <c>Call(object grain)</c>: the interface method with the fields as arguments.</summary>
    private static void EmitInvocation(TypeBuilder builder, Type parent, Type interfaceType, MethodInfo method, FieldBuilder?[] fields)
    {
        Open(method.ReturnType);
        var overridden = parent.GetMethod("Call")!;
        var invocation = builder.DefineMethod(
            "Call", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, overridden.ReturnType, [typeof(object)]);
        var il = invocation.GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, interfaceType);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            if (field is null)
            {
                il.Emit(OpCodes.Call, Token("get_Token"));
            }
            else
            {
                il.Emit(OpCodes.Ldfld, field);
            }
        }

        il.Emit(OpCodes.Callvirt, method);
        il.Emit(OpCodes.Ret);
        builder.DefineMethodOverride(invocation, overridden);
    }

    /// <summary>The interface method on the reference: fills a call and sends it.</summary>
    private static void EmitMethod(TypeBuilder builder, FieldInfo methodsField, int index, MethodInfo method, Type call)
    {
        var parameters = method.GetParameters();
        var implementation = builder.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            [.. parameters.Select(p => p.ParameterType)]);
        var il = implementation.GetILGenerator();
        var local = il.DeclareLocal(call);
        il.Emit(OpCodes.Ldsfld, methodsField);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
        il.Emit(OpCodes.Newobj, call.GetConstructors()[0]);
        il.Emit(OpCodes.Stloc, local);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldloc, local);
            il.Emit(OpCodes.Ldarg, i + 1);
            if (parameters[i].ParameterType == typeof(CancellationToken))
            {
                il.Emit(OpCodes.Call, Token("set_Token"));
            }
            else
            {
                il.Emit(OpCodes.Stfld, call.GetField($"arg{i}")!);
            }
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloc, local);
        il.Emit(OpCodes.Call, SendFor(method));
        il.Emit(OpCodes.Ret);
        builder.DefineMethodOverride(implementation, method);
    }

    private static MethodInfo SendFor(MethodInfo method)
    {
        const BindingFlags flags = BindingFlags.Instance | BindingFlags.NonPublic;
        return method.ReturnType == typeof(Task)
            ? typeof(GrainReference).GetMethod(nameof(GrainReference.SendVoid), flags)!
            : typeof(GrainReference).GetMethod(nameof(GrainReference.Send), flags)!.MakeGenericMethod(method.ReturnType.GetGenericArguments());
    }

    /// <summary>Lets the generated code use types that are not public, as grain interfaces within an assembly often are.</summary>
    private static void Open(Type type)
    {
        if (Opened.Add(type.Assembly.GetName().Name!))
        {
            var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
            Assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [type.Assembly.GetName().Name!]));
        }

        foreach (var argument in type.GenericTypeArguments)
        {
            Open(argument);
        }

        if (type.HasElementType)
        {
            Open(type.GetElementType()!);
        }
    }
}
