namespace GrainRuntime.Tests.Runtime;

[Alias("tests.conflict-grain")]
internal interface IConflictGrain : IGrainWithStringKey
{
    Task<string> Activation();

    /// <summary>Asks another; its failure passes through this one.</summary>
    Task<string> ActivationOf(IConflictGrain other);

    Task End();
}
