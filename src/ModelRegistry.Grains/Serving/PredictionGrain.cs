using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Grains.Serving;

/// <inheritdoc cref="IPredictionGrain"/>
[StatelessWorker]
internal sealed class PredictionGrain(ModelServer server) : Grain, IPredictionGrain
{
    public Task<Answer<PredictAnswer>> Predict(PredictRequest request) => server.PredictAsync(request);
}
