using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>The number of an item in its stream, since the host started.</summary>
internal sealed class SequenceToken(long sequenceNumber) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = sequenceNumber;

    public override int EventIndex { get; protected set; }

    public override int CompareTo(StreamSequenceToken? other)
    {
        if (other is null)
        {
            return 1;
        }

        var bySequence = SequenceNumber.CompareTo(other.SequenceNumber);
        return bySequence != 0 ? bySequence : EventIndex.CompareTo(other.EventIndex);
    }

    public override bool Equals(StreamSequenceToken? other) => other is not null && CompareTo(other) == 0;
}
