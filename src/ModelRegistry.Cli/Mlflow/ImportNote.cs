namespace ModelRegistry.Cli.Mlflow;

/// <summary>Something that did not come over, or not all of it.</summary>
/// <param name="Kind">experiment, run, model, version, alias or file.</param>
/// <param name="Name">Which one.</param>
/// <param name="Why">For people.</param>
internal sealed record ImportNote(string Kind, string Name, string Why);
