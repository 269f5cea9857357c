using System.Text;

namespace ModelRegistry.Tests.Shared;

/// <summary>Judges messages so that one commit is cut: that of the first batch with a text among its parameters.</summary>
internal sealed class CommitCut(string text, Cut cut)
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(text);
    private bool _inside;

    /// <summary>True once it was cut.</summary>
    public bool Done { get; private set; }

    // 'B' binds parameters; 'S' ends the batch, which commits it.
    public Cut Judge(char type, byte[] message)
    {
        _inside |= type == 'B' && message.AsSpan().IndexOf(_text) >= 0;
        if (Done || !_inside || type != 'S')
            return Cut.None;
        Done = true;
        return cut;
    }
}
