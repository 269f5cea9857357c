using System.Text;

namespace ModelRegistry.Core.Search;

/// <summary>Takes a filter apart into words, quoted texts, numbers and signs.</summary>
internal sealed class Lexer(string text)
{
    private int _at;

    public Token Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        if (_at == text.Length)
            return new Token(TokenKind.End, "", _at + 1);
        var sign = text[_at];
        return sign switch
        {
            '(' => Take(TokenKind.Open, 1),
            ')' => Take(TokenKind.Close, 1),
            ',' => Take(TokenKind.Comma, 1),
            '\'' or '"' => Quoted(TokenKind.Text, sign),
            '`' => Quoted(TokenKind.Name, sign),
            '=' => Take(TokenKind.Operator, 1),
            '!' when At(_at + 1) == '=' => Take(TokenKind.Operator, 2),
            '<' or '>' => Take(TokenKind.Operator, At(_at + 1) == '=' ? 2 : 1),
            _ when IsDigitAt(_at) || sign is '-' or '+' or '.' => Number(),
            _ when IsWord(sign) => Word(),
            _ => throw new FilterException($"at {_at + 1}: '{Shown(_at)}' is not understood here", _at + 1),
        };
    }

    /// <summary>True when a dot follows at once; it is taken.</summary>
    public bool TakeDot()
    {
        if (At(_at) != '.')
            return false;
        _at++;
        return true;
    }

    /// <summary>What stands after a dot, up to the next sign or blank: keys may have dots, dashes and slashes in them.</summary>
    public Token Key()
    {
        if (_at < text.Length && text[_at] is '"' or '\'')
            return Quoted(TokenKind.Name, text[_at]);
        if (_at < text.Length && text[_at] == '`')
            return Quoted(TokenKind.Name, '`');
        var end = _at;
        while (end < text.Length && (IsWord(text[end]) || text[end] is '.' or '-' or '/' or ':' or '@'))
            end++;
        return end == _at ? Next() : Take(TokenKind.Name, end - _at);
    }

    private Token Take(TokenKind kind, int length)
    {
        var token = new Token(kind, text.Substring(_at, length), _at + 1);
        _at += length;
        return token;
    }

    private Token Word()
    {
        var end = _at;
        while (end < text.Length && IsWord(text[end]))
            end++;
        return Take(TokenKind.Word, end - _at);
    }

    private Token Number()
    {
        var end = _at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '.' || (text[end] is '-' or '+' && text[end - 1] is 'e' or 'E')))
            end++;
        return Take(TokenKind.Number, end - _at);
    }

    /// <summary>A quote is written twice within its own kind.</summary>
    private Token Quoted(TokenKind kind, char quote)
    {
        var (start, content) = (_at, new StringBuilder());
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != quote)
            {
                content.Append(text[_at]);
            }
            else if (At(_at + 1) == quote)
            {
                content.Append(quote);
                _at++;
            }
            else
            {
                _at++;
                return new Token(kind, content.ToString(), start + 1);
            }
        }

        throw new FilterException($"at {start + 1}: the quote {quote} is not closed", start + 1);
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private bool IsDigitAt(int index) => char.IsAsciiDigit(At(index));

    private string Shown(int index) => char.IsHighSurrogate(text[index]) && index + 1 < text.Length ? text.Substring(index, 2) : text[index].ToString();

    private static bool IsWord(char sign) => sign == '_' || char.IsLetterOrDigit(sign);
}
