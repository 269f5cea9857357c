namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.life-grain")]
internal interface ILifeGrain : IGrainWithStringKey
{
    Task<Guid> Scope();

    /// <summary>True when both ways to the scoped service lead to the same object.</summary>
    Task<bool> ScopeIsItsOwn();

    Task End();
}
