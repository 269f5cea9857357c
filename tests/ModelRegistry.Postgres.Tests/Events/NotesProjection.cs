using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Tests.Events;

/// <summary>A read model for tests: the payload of each event is a name that nobody else may have.</summary>
internal sealed class NotesProjection : IProjection
{
    public string StreamKind => "test";

    public IReadOnlyList<string> Tables => ["notes"];

    public static Task CreateTableAsync(ModelRegistry.Tests.Shared.TestDatabase database) =>
        database.ExecuteAsync("CREATE TABLE notes (stream uuid, version bigint, name text, CONSTRAINT notes_name_key UNIQUE (name))");

    public void Project(IReadOnlyList<CommandEvents> commands, ProjectionBatch batch)
    {
        foreach (var command in commands)
        {
            var version = command.Version - command.Events.Length;
            foreach (var one in command.Events)
                batch.Write("INSERT INTO notes VALUES ($1, $2, $3)", command.Stream.Id, ++version, one.Payload.Text());
        }
    }
}
