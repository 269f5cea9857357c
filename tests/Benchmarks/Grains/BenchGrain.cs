namespace Benchmarks.Grains;

internal sealed class BenchGrain : Grain, IBenchGrain
{
    private int _sum;

    public Task<int> Add(int number) => Task.FromResult(_sum += number);

    public async Task<int> AddLater(int number)
    {
        await Task.Yield();
        return _sum += number;
    }

    public Task<int> Read() => Task.FromResult(_sum);
}
