namespace ModelRegistry.Core.Search;

/// <summary>How a field is compared.</summary>
public enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Text with <c>%</c> for any run of characters and <c>_</c> for one; letters as they are.</summary>
    Like,

    /// <summary>As <see cref="Like"/>, capitals and small letters alike.</summary>
    ILike,
}
