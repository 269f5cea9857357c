using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>The promotion policy: what it asks of a model, and what another one would have made of the past.</summary>
internal static class PolicyEndpoints
{
    private const int ModelsAtOnce = 500;

    public static void MapPolicy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models/{model}/policy", GetAsync).Needs(Role.Viewer).WithSummary("The gates before Staging and Production, and where each comes from");
        routes.MapPost("/policy/simulate", SimulateAsync).Needs(Role.Viewer).WithSummary("Which of the past promotions would this policy have refused");
    }

    private static async Task<IResult> GetAsync(HttpContext http, ModelDoor door, IPolicySource policies, string model, string? type)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var name = (await door.Grain(id).Head())!.Name;
        var policy = policies.Current;
        var none = ImmutableDictionary<string, double>.Empty;
        return Respond.Json(new
        {
            policy.Digest,
            staging = GateResolver.Resolve(policy, name, type, Stage.Staging, none).Select(Show),
            production = GateResolver.Resolve(policy, name, type, Stage.Production, none).Select(Show),
            supersededTo = GateResolver.SupersededTo(policy, name, type),
        });
    }

    private static object Show(GateRule rule) => new { gate = rule.Key, rule.Threshold, rule.Source };

    private static async Task<IResult> SimulateAsync(HttpContext http, ModelDoor door, IModelQueries queries, IEventStore events)
    {
        var (_, body) = await Command.ReadAsync<SimulateBody>(http);
        var policy = Parse(body.Policy);
        var judged = new List<SimulatedPromotion>();
        await foreach (var model in ModelsAsync(http, door, queries, body.Model))
            await JudgeAsync(model, policy, events, judged, http.RequestAborted);
        return Respond.Json(new { policy.Digest, promotions = judged.Count, refused = judged.Where(promotion => !promotion.WouldPass), passed = judged.Where(promotion => promotion.WouldPass) });
    }

    private static async IAsyncEnumerable<Guid> ModelsAsync(HttpContext http, ModelDoor door, IModelQueries queries, string? model)
    {
        var caller = Caller.Of(http);
        if (model is not null)
        {
            yield return await door.FindAsync(model, caller, http.RequestAborted);
            yield break;
        }

        for (IReadOnlyList<ModelSummary> page = []; ;)
        {
            page = await queries.ListAsync(caller.Scope, page.Count == 0 ? null : page[^1].Name, ModelsAtOnce, http.RequestAborted);
            foreach (var one in page)
                yield return one.Id;
            if (page.Count < ModelsAtOnce)
                yield break;
        }
    }

    private static async Task JudgeAsync(Guid model, PromotionPolicy policy, IEventStore events, List<SimulatedPromotion> judged, CancellationToken cancellationToken)
    {
        var simulation = new PolicySimulation(model, policy);
        await foreach (var stored in events.ReadAsync(new StreamId("model", model), cancellationToken: cancellationToken))
        {
            var @event = JsonSerializer.Deserialize<ModelEvent>(stored.Payload.Span, RegistryJson.Options)!;
            if (simulation.Next(@event, new EventStamp(stored.Version, stored.At, stored.Actor, stored.CommandId)) is { } promotion)
                judged.Add(promotion);
        }
    }

    private static PromotionPolicy Parse(string yaml)
    {
        try
        {
            return PolicyParser.Parse(yaml);
        }
        catch (PolicyFormatException exception)
        {
            throw new BadRequestException($"policy cannot be used: {exception.Message}", "invalid_policy");
        }
    }
}
