using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core;
using ModelRegistry.Core.Serving;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Tests.Experiments;

/// <summary>A model with a version in production and a challenger, an A/B test between them, and the days it lives through.</summary>
internal sealed class Trial(string name)
{
    public const int Entities = 40;
    private static readonly DateTimeOffset FirstDay = new(2016, 1, 4, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public Guid ModelId { get; } = NewId();

    public Guid Id { get; } = NewId();

    public ExperimentPlan Plan => new()
    {
        Name = name,
        ModelId = ModelId,
        Seed = "seed",
        MinSamples = 50,
        BlockDays = 2,
        AsOfFrom = FirstDay,
        PromoteOnWin = true,
        Variants =
        [
            new VariantPlan { Name = "champion", Version = 1, Weight = 0.5 },
            new VariantPlan { Name = "challenger", Version = 2, Weight = 0.5 },
        ],
        Metrics =
        [
            new MetricPlan { Name = "rank_hit", Kind = MetricKind.Proportion, Source = MetricSource.RankHit },
            new MetricPlan { Name = "excess", Source = MetricSource.ExcessOverMedian, Primary = false },
        ],
    };

    public static Guid NewId() => Guid.CreateVersion7(Now);

    public static CommandContext By(string principal = "ada", Role role = Role.Admin) => new()
    {
        CommandId = NewId(),
        Fingerprint = "0123",
        Principal = principal,
        Role = role,
        At = Now,
    };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, RegistryJson.Options);

    /// <summary>Version 1 in production, version 2 trained; the test is planned and started.</summary>
    public async Task StartAsync(ExperimentHost host)
    {
        await RegisterAsync(host);
        Right(await host.Experiment(Id).Plan(By(), Plan));
        Right(await host.Experiment(Id).Start(By()));
    }

    public async Task RegisterAsync(ExperimentHost host)
    {
        var model = host.Model(ModelId);
        Right(await model.Create(By(), new CreateModel { Name = $"model of {name}" }));
        Right(await model.Register(By(), Version(1)));
        Right(await model.Register(By(), Version(2)));
        Right(await model.Approve(By("grace", Role.Approver), new ApproveVersion { Number = 1 }));
        Right(await model.Promote(By(), new PromoteVersion { Number = 1 }));
    }

    /// <summary>Days as <see cref="WriteAsync"/> writes them, each joined.</summary>
    public async Task LiveAsync(ExperimentHost host, int fromDay, int toDay)
    {
        for (var day = fromDay; day < toDay; day++)
        {
            await WriteAsync(host, day);
            await host.Joiner(ModelId).Join();
        }
    }

    /// <summary>
    /// Every entity is routed as a host would route it, predicted, logged and settled. The champion hits half of the time, the challenger nine times
    /// in ten. What happens on a day depends on the day alone.
    /// </summary>
    public async Task WriteAsync(ExperimentHost host, int day)
    {
        var snapshot = await host.Services.GetRequiredService<IRoutingReader>().ReadAsync(ModelId);
        var random = new Random(day);
        var rows = new List<PredictionRow>();
        var actuals = new List<Actual>();
        for (var entity = 0; entity < Entities; entity++)
        {
            var value = ((entity * 2) - Entities + 1) * 0.001;
            var key = string.Create(CultureInfo.InvariantCulture, $"E{entity:00}");
            var row = Predict(snapshot!, day, key, hit => random.NextDouble() < hit ? value : -value);
            rows.Add(row);
            actuals.Add(new Actual { Entity = row.Entity, AsOf = row.AsOf, Value = value + 0.01 });
        }

        await await host.Services.GetRequiredService<IPredictionLog>().WriteAsync(rows);
        await host.Services.GetRequiredService<IOutcomeLog>().WriteActualsAsync(ModelId, actuals);
    }

    public static T Right<T>(Answer<T> answer)
        where T : class
    {
        Assert.Null(answer.Refusal);
        return answer.Value!;
    }

    private PredictionRow Predict(RoutingSnapshot snapshot, int day, string entity, Func<double, double> score)
    {
        var asOf = FirstDay.AddDays(day);
        var unit = $"{entity}|{asOf.UtcDateTime:O}";
        var route = Router.Route(snapshot, unit, asOf)!.Value;
        return new PredictionRow
        {
            PredictionId = NewId(),
            ModelId = ModelId,
            Version = route.Version.Number,
            Role = route.Role,
            ExperimentId = route.ExperimentId,
            Variant = route.Variant,
            Entity = entity,
            AsOf = asOf,
            Unit = unit,
            Score = score(route.Version.Number is 1 ? 0.5 : 0.9),
            Features = [1],
        };
    }

    private static RegisterVersion Version(int artifact) => new()
    {
        Flavor = "xgboost",
        ArtifactDigest = artifact.ToString("x64", CultureInfo.InvariantCulture),
        ArtifactSize = 100,
        Signature = new Signature { Inputs = [new SignatureField { Name = "momentum_1m" }], Outputs = [new SignatureField { Name = "score" }] },
    };
}
