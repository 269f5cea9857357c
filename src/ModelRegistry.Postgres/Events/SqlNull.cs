using NpgsqlTypes;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// A value that may be missing, with its type either way. A null without a type makes another statement of the same text, and Npgsql keeps only the first
/// of the two prepared: the other is parsed and planned each time.
/// </summary>
internal readonly record struct SqlNull(object? Value, NpgsqlDbType Type)
{
    public static SqlNull Of(string? value) => new(value, NpgsqlDbType.Text);

    public static SqlNull Of(int? value) => new(value, NpgsqlDbType.Integer);

    public static SqlNull Of(Guid? value) => new(value, NpgsqlDbType.Uuid);
}
