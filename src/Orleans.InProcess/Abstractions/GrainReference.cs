namespace Orleans.Runtime;

/// <summary>The address of a grain, with one of its interfaces; classes that implement the interface are generated.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "MA0053:Make class or record sealed", Justification = "The generated classes derive from it.")]
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly InProcess.GrainCatalog _catalog;
    private InProcess.CallTarget? _last;

    internal GrainReference(InProcess.GrainCatalog catalog, GrainId grainId)
    {
        _catalog = catalog;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public sealed override bool Equals(object? obj) => Equals(obj as GrainReference);

    public sealed override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}";

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2)
        => reference1 is null ? reference2 is null : reference1.Equals(reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

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
