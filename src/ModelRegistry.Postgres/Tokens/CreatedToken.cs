namespace ModelRegistry.Postgres.Tokens;

/// <summary>A token that was just made. It is shown now and never again.</summary>
/// <param name="Token">The secret.</param>
public sealed record CreatedToken(string Token, AccessToken Access)
{
    /// <summary>Without the secret, so that it cannot get into a log by accident.</summary>
    public override string ToString() => Access.ToString();
}
