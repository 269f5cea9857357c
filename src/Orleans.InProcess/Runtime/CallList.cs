namespace Orleans.InProcess;

/// <summary>The running calls of an activation: a list through the calls themselves, so that keeping it allocates nothing.</summary>
internal struct CallList
{
    public GrainCall? First { get; private set; }

    public int Count { get; private set; }

    public void Add(GrainCall call)
    {
        call.Next = First;
        call.Previous = null;
        if (First is not null)
        {
            First.Previous = call;
        }

        First = call;
        Count++;
    }

    public void Remove(GrainCall call)
    {
        if (call.Previous is null)
        {
            First = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is not null)
        {
            call.Next.Previous = call.Previous;
        }

        call.Next = call.Previous = null;
        Count--;
    }
}
