namespace ModelRegistry.Contracts.Serving;

/// <summary>A door to the model server of the local silo, for remote Orleans clients.</summary>
[Alias("prediction-grain")]
public interface IPredictionGrain : IGrainWithStringKey
{
    Task<Answer<PredictAnswer>> Predict(PredictRequest request);
}
