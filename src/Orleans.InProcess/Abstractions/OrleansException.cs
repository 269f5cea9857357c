namespace Orleans.Runtime;

/// <summary>An error of the grain runtime, not of a grain.</summary>
public class OrleansException : Exception
{
    public OrleansException()
        : base("The grain runtime failed.")
    {
    }

    public OrleansException(string message)
        : base(message)
    {
    }

    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
