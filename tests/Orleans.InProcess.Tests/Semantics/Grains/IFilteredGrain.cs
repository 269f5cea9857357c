namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.filtered-grain")]
internal interface IFilteredGrain : IGrainWithStringKey
{
    Task<int> Add(int left, int right);

    Task Touch(string what);

    Task<int> Fail();
}
