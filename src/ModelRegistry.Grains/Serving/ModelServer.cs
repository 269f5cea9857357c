using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Serving;

/// <summary>
/// Serves predictions on this host: routes from the local snapshot, scores with cached models, hands the rows to the log. No grain call and,
/// once a model is known and loaded, no database on the way.
/// </summary>
public sealed partial class ModelServer(
    RoutingTable routing, IRoutingReader versions, ScorerCache scorers, IPredictionLog log, ServingStatistics statistics,
    UnloggedAlarm alarm, IOptions<ServingOptions> options, TimeProvider clock, ILogger<ModelServer> logger)
{
    /// <summary>Scores the units of a request and logs them.</summary>
    public async Task<Answer<PredictAnswer>> PredictAsync(PredictRequest request, CancellationToken cancellationToken = default)
    {
        var started = clock.GetTimestamp();
        RoutingSnapshot? snapshot = null;
        Answer<PredictAnswer> answer;
        try
        {
            snapshot = await routing.FindAsync(request.Model, cancellationToken);
            answer = snapshot is null
                ? Refuse(RefusalKind.NotFound, "model_not_found", $"there is no model '{request.Model}'")
                : await ServeAsync(snapshot, request, cancellationToken);
        }
        catch (Exception exception) when (RefusalFor(exception) is { } refusal)
        {
            answer = new() { Refusal = refusal };
        }

        if (snapshot is not null)
            Count(snapshot.ModelId, answer, clock.GetElapsedTime(started));
        return answer;
    }

    /// <summary>What an expected failure means to the caller; null for any other.</summary>
    private static Refusal? RefusalFor(Exception exception) => exception switch
    {
        StoreUnavailableException => new() { Kind = RefusalKind.Unavailable, Code = "store_unavailable", Detail = exception.Message },
        LogFullException => new() { Kind = RefusalKind.Unavailable, Code = "log_full", Detail = exception.Message },
        LogFencedException => new() { Kind = RefusalKind.Unavailable, Code = "log_fenced", Detail = exception.Message },
        LogRowRefusedException => new() { Kind = RefusalKind.Invalid, Code = "log_refused", Detail = exception.Message },
        InvalidLogRowException => new() { Kind = RefusalKind.Invalid, Code = "invalid_instance", Detail = exception.Message },
        InvalidModelException or CorruptArtifactException => new() { Kind = RefusalKind.Unavailable, Code = "model_not_loadable", Detail = exception.Message },
        _ => null,
    };

    private async Task<Answer<PredictAnswer>> ServeAsync(RoutingSnapshot snapshot, PredictRequest request, CancellationToken cancellationToken)
    {
        if (RequestCheck.Of(request, options.Value, clock.GetUtcNow()) is { } malformed)
            return Refuse(RefusalKind.Invalid, "invalid_instance", malformed);
        var requested = request.Version is { } number ? await versions.ReadVersionAsync(snapshot.ModelId, number, cancellationToken) : null;
        if (request.Version is not null && requested is null)
            return Refuse(RefusalKind.NotFound, "version_not_found", $"model '{snapshot.Name}' has no version {request.Version}");
        if (requested is null && snapshot.Production is null)
            return Refuse(RefusalKind.Conflict, "nothing_in_production", $"model '{snapshot.Name}' has no version in production; promote one, or name a version");

        var batch = PredictionBatch.Route(snapshot, request, requested, clock.GetUtcNow());
        if (batch.Mismatch(request.FeatureGraphHash) is { } mismatch)
            return Refuse(RefusalKind.Conflict, "feature_graph_mismatch", mismatch);
        if (batch.Score(await LoadAsync(snapshot, batch)) is { } wrong)
            return Refuse(RefusalKind.Invalid, "invalid_instance", wrong);
        return await LogAsync(snapshot, batch, request.Durable, cancellationToken);
    }

    /// <summary>The scorers of a batch. A shadow that cannot be loaded is left out and counted: it must never cost anybody an answer.</summary>
    private async Task<Dictionary<int, IScorer>> LoadAsync(RoutingSnapshot snapshot, PredictionBatch batch)
    {
        var loaded = new Dictionary<int, IScorer>();
        foreach (var version in batch.Versions)
        {
            try
            {
                loaded[version.Number] = await scorers.GetAsync(version);
            }
            catch (Exception exception) when (exception is InvalidModelException or CorruptArtifactException && !batch.Answers(version))
            {
                batch.Drop(version);
                statistics.Of(snapshot.ModelId).ShadowFailed();
                ShadowLeftOut(logger, snapshot.Name, version.Number, exception);
            }
        }

        return loaded;
    }

    private async Task<Answer<PredictAnswer>> LogAsync(RoutingSnapshot snapshot, PredictionBatch batch, bool durable, CancellationToken cancellationToken)
    {
        Task committed;
        try
        {
            committed = await log.WriteAsync(batch.Rows(), durable, cancellationToken);
        }
        catch (LogFullException full) when (full.MayServe && !durable)
        {
            var unlogged = Answered(snapshot, batch, "no");
            statistics.Of(snapshot.ModelId).NotLogged(unlogged.Value!.Predictions.Length);
            alarm.Raise(snapshot.Name, unlogged.Value.Predictions.Length);
            return unlogged;
        }

        if (durable && !await CommittedInTimeAsync(committed, cancellationToken))
        {
            return Refuse(RefusalKind.Unavailable, "not_durable",
                $"the log did not take the predictions within {options.Value.MaxDurableWait.TotalSeconds} s; they are buffered and may still be written");
        }

        return Answered(snapshot, batch, durable ? "durable" : "buffered");
    }

    private Answer<PredictAnswer> Answered(RoutingSnapshot snapshot, PredictionBatch batch, string logged) => new()
    {
        Value = new()
        {
            Model = snapshot.Name,
            Logged = logged,
            Predictions = batch.Answers(),
            RoutingStaleSince = routing.StaleSince,
        },
    };

    private async Task<bool> CommittedInTimeAsync(Task committed, CancellationToken cancellationToken)
    {
        try
        {
            await committed.WaitAsync(options.Value.MaxDurableWait, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException) when (!committed.IsCompleted)
        {
            return false;
        }
    }

    private void Count(Guid modelId, Answer<PredictAnswer> answer, TimeSpan latency)
    {
        var traffic = statistics.Of(modelId);
        if (answer.Value is { } value)
            traffic.Answered(value.Predictions.Length, latency);
        else
            traffic.Refuse();
    }

    private static Answer<PredictAnswer> Refuse(RefusalKind kind, string code, string detail) =>
        new() { Refusal = new() { Kind = kind, Code = code, Detail = detail } };

    [LoggerMessage(Level = LogLevel.Error, Message = "Model {Model}: shadow version {Version} cannot be loaded and is left out")]
    private static partial void ShadowLeftOut(ILogger logger, string model, int version, Exception exception);
}
