using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A call: which method, with which arguments.</summary>
public interface IInvokable
{
    /// <summary>The number of arguments; a cancellation token is not one of them.</summary>
    int GetArgumentCount();

    /// <exception cref="ArgumentOutOfRangeException">There is no argument of this index.</exception>
    object? GetArgument(int index);

    /// <summary>Replaces an argument before the call goes on.</summary>
    void SetArgument(int index, object value);

    string GetMethodName();

    string GetInterfaceName();

    MethodInfo GetMethod();

    Type GetInterfaceType();

    CancellationToken GetCancellationToken() => default;
}
