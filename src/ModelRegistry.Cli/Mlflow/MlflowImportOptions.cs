namespace ModelRegistry.Cli.Mlflow;

/// <summary>How an import from an MLflow server goes.</summary>
/// <param name="Running">Whether runs come over that go on there.</param>
/// <param name="LeaveOut">Whether versions that cannot come are left out for good, so that later ones come.</param>
/// <param name="Progress">Told how far it is, for people.</param>
internal sealed record MlflowImportOptions(bool Running, bool LeaveOut, Action<string> Progress);
