namespace ModelRegistry.Postgres.Migrations;

/// <summary>The database's schema and this program do not belong together.</summary>
public sealed class SchemaException(string message) : Exception(message);
