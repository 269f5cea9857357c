namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class ContextGrain : Grain, IContextGrain
{
    private string? _atActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atActivation = (string?)RequestContext.Get("who");
        return Task.CompletedTask;
    }

    public async Task<string?> Read(string key)
    {
        await Task.Yield();
        return (string?)RequestContext.Get(key);
    }

    public Task<string?> ReadBy(IContextGrain other, string key) => other.Read(key);

    public Task<string?> ChangeAndReadBy(IContextGrain other, string key, string value)
    {
        RequestContext.Set(key, value);
        return other.Read(key);
    }

    public Task Set(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public Task<string?> ReadWhatActivationSaw() => Task.FromResult(_atActivation);
}
