namespace GrainRuntime.Tests.Runtime;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData(typeof(IReturnsNumber))]
    [InlineData(typeof(IGeneric))]
    [InlineData(typeof(IByReference))]
    public void Interface_ThatCannotBeCalledFromAfar_IsRefusedByName(Type grainInterface)
    {
        var error = Assert.Throws<NotSupportedException>(() => Orleans.InProcess.ReferenceEmitter.Emit(grainInterface));
        Assert.Contains(grainInterface.Name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type/key", "type", "key")]
    [InlineData("type/a/b", "type", "a/b")]
    public void GrainId_Parse_IsTheReverseOfToString(string text, string type, string key)
    {
        var id = GrainId.Parse(text);
        Assert.Equal(GrainId.Create(type, key), id);
        Assert.Equal(text, id.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("noslash")]
    [InlineData("/key")]
    [InlineData("type/")]
    public void GrainId_Parse_OfNoId_IsRefused(string text) => Assert.Throws<ArgumentException>(() => GrainId.Parse(text));

    internal interface IReturnsNumber : IGrainWithStringKey
    {
        int Number();
    }

    internal interface IGeneric : IGrainWithStringKey
    {
        Task<T> Any<T>();
    }

    internal interface IByReference : IGrainWithStringKey
    {
        Task Out(out int number);
    }
}
