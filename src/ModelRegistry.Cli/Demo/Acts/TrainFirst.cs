using ModelRegistry.Contracts.Registry;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Demo.Acts;

/// <summary>Version 1: trained, registered, refused by the policy, overridden on record by a second principal.</summary>
internal sealed class TrainFirst(DemoWorld world, TrainerProcess trainer, Registrar registrar)
{
    public async Task<VersionView> PlayAsync(CancellationToken cancellationToken)
    {
        world.Out.Act("1  Version 1, trained on 2013–2014, at the gates");
        await world.Scientist.PostAsync<ModelView>("models", new
        {
            name = DemoWorld.Model,
            description = "Ranks stocks by their return over the next five trading days",
            tags = new Dictionary<string, string> { ["team"] = "research" },
        }, cancellationToken).OrThrowAsync();
        var trained = await trainer.TrainAsync("training v1", new DateOnly(2014, 12, 31), rounds: null, cancellationToken);
        var v1 = await registrar.RegisterAsync(trained, "First ranking model, data to the end of 2014", parent: null, drill: false, cancellationToken);
        world.Out.Good($"registered version {v1.Number} ({v1.SemanticVersion}), {v1.Stage}, artifact {v1.ArtifactDigest[..12]}…");

        var attempt = await registrar.TryPromoteAsync(v1.Number, "first model", cancellationToken);
        if (attempt.Problem is not { } refusal)
        {
            world.Out.Note("the policy let version 1 pass without help");
            return v1;
        }

        world.Out.Bad($"promotion refused ({refusal.Status} {refusal.Code}):");
        world.Out.Gates(refusal.Gates);
        var promotion = await registrar.OverrideAsync(v1.Number, refusal.Gates, "paper trading only: no money follows this model", cancellationToken);
        world.Out.Good($"a second principal approved it and overrode the metric gates for paper trading, on record; walked {string.Join(", ", promotion.Walked)}");
        return v1;
    }
}
