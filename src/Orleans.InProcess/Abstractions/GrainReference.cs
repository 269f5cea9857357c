namespace Orleans.Runtime;

/// <summary>The address of a grain, with one of its interfaces; classes that implement the interface are generated.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly InProcess.GrainCatalog _catalog;
    private InProcess.CallTarget? _last;

    private protected GrainReference(InProcess.GrainCatalog catalog, GrainId grainId)
    {
        _catalog = catalog;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public sealed override bool Equals(object? obj) => Equals(obj as GrainReference);

    public sealed override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}";

    public static bool operator ==(GrainReference? left, GrainReference? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(GrainReference? left, GrainReference? right) => !(left == right);

    internal object AsInterface(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : _catalog.References.Create(GrainId, interfaceType);

    internal Task<TResult> Send<TResult>(InProcess.GrainCall<TResult> call)
    {
        Post(call);
        return call.Answer;
    }

    internal Task SendVoid(InProcess.GrainVoidCall call)
    {
        if (call.Method.OneWay)
        {
            call.LetGo();
        }

        Post(call);
        return call.Answer;
    }

    private void Post(InProcess.GrainCall call)
    {
        if (_catalog.TryPrepare(call, GrainId) && _last?.TryEnqueue(call) is not true)
        {
            _last = _catalog.Dispatch(call);
        }
    }
}
