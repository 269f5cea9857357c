namespace ModelRegistry.Core.Search;

internal enum TokenKind
{
    Word,

    /// <summary>In back-quotes: always a name.</summary>
    Name,

    /// <summary>In double or single quotes.</summary>
    Text,
    Number,
    Comma,
    Open,
    Close,
    Operator,
    End,
}
