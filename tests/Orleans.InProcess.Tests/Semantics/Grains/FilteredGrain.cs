using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>Also filters its own calls.</summary>
internal sealed class FilteredGrain(Board board) : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        board.Note($"own {context.MethodName}");
        await context.Invoke();
        if (context.Result is int number)
        {
            context.Result = number * 10;
        }
    }

    public Task<int> Add(int left, int right) => Task.FromResult(left + right);

    public Task Touch(string what)
    {
        board.Note($"touched {what}");
        return Task.CompletedTask;
    }

    public Task<int> Fail() => throw new InvalidDataException("within");
}
