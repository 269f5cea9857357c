namespace ModelRegistry.Http.Native;

/// <summary>Bounds of lists.</summary>
internal static class Paging
{
    public const int Default = 100;
    public const int Most = 1000;

    /// <exception cref="BadRequestException">Not in 1 to 1,000.</exception>
    public static int Size(int? asked) => asked switch
    {
        null => Default,
        >= 1 and <= Most => asked.Value,
        _ => throw new BadRequestException($"pageSize is {asked}; 1 to {Most} are taken"),
    };
}
