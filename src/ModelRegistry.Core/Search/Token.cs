namespace ModelRegistry.Core.Search;

/// <param name="Kind">What it is.</param>
/// <param name="Text">Without its quotes.</param>
/// <param name="Position">Of its first character, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
