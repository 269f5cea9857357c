namespace ModelRegistry.Postgres.Events;

/// <summary>
/// Turns the events of one kind of stream into rows, in the transaction that appends them. Registered in the container;
/// a kind may have several. What it writes must follow from the events alone, so that the rows can be made again.
/// </summary>
public interface IProjection
{
    /// <summary><see cref="StreamId.Kind"/>.</summary>
    string StreamKind { get; }

    /// <summary>The tables it fills and nobody else writes, those that refer to others first: emptied before a rebuild.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Adds the statements for the events of commands of different streams. Called again for each attempt: it must not remember anything.</summary>
    void Project(IReadOnlyList<CommandEvents> commands, ProjectionBatch batch);
}
