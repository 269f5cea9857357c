namespace GrainRuntime.Tests.Runtime;

[Alias("tests.conflict-grain")]
internal interface IConflictGrain : IGrainWithStringKey
{
    /// <summary>The caller waits long, so that a test may move the clock on until something else gives up.</summary>
    [ResponseTimeout("100.00:00:00")]
    Task<string> Activation();

    /// <summary>Asks another; its failure passes through this one.</summary>
    Task<string> ActivationOf(IConflictGrain other);

    Task End();
}
