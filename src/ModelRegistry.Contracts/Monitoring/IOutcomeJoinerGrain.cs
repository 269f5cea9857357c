namespace ModelRegistry.Contracts.Monitoring;

/// <summary>Joins the predictions and actuals of one model into outcomes; the key is the model's id.</summary>
[Alias("outcome-joiner-grain")]
public interface IOutcomeJoinerGrain : IGrainWithStringKey
{
    /// <summary>Joins everything that is in the log and answers with the number of the last outcome of this model.</summary>
    Task<long> Join();
}
