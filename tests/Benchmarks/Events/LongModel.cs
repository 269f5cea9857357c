using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;

namespace Benchmarks.Events;

/// <summary>A model that gets version after version, each of the size that a ranking model of 18 features has.</summary>
internal sealed class LongModel(IModelGrain grain)
{
    private static readonly string[] Features =
    [
        "return_1d", "return_5d", "return_21d", "return_63d", "return_126d", "return_252d", "volatility_21d", "volatility_63d", "volume_ratio_21d",
        "high_252d_gap", "low_252d_gap", "beta_252d", "momentum_12_1", "reversal_5d", "amihud_21d", "sector_return_21d", "skewness_63d", "turnover_21d",
    ];

    private int _number;

    public Task CreateAsync(string name) => RequireAsync(grain.Create(Context(), new CreateModel { Name = name }));

    /// <summary>The next version.</summary>
    public Task RegisterAsync()
    {
        _number++;
        return RequireAsync(grain.Register(Context(), new RegisterVersion
        {
            Flavor = "stock-ranking",
            ArtifactDigest = Invented(_number),
            ArtifactSize = 300_000,
            ReferenceProfileDigest = Invented(_number * 7),
            ParentVersion = _number > 1 ? _number - 1 : null,
            Algorithm = "xgboost",
            Type = "ranking",
            Params = Map("rounds", "depth", "eta", "subsample", "colsample_bytree", "lambda", "alpha", "seeds").ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToString("R", CultureInfo.InvariantCulture)),
            Metrics = Map("rank_ic", "icir", "sharpe", "max_drawdown", "hit_rate", "turnover").ToImmutableDictionary(),
            Signature = new Signature { Inputs = [.. Features.Select(name => new SignatureField { Name = name })], Outputs = [new SignatureField { Name = "score" }] },
            Manifest = new Manifest { FeatureGraphHash = new string('a', 64), TrainingConfigHash = Digest("config"), DatasetHash = Digest("data"), Samples = 470_000 },
        }));
    }

    /// <summary>One more event that changes no version.</summary>
    public Task PointAsync(int number) => RequireAsync(grain.SetAlias(Context(), new SetAlias { Alias = "champion", Number = number }));

    private static async Task RequireAsync<T>(Task<Answer<T>> answer)
        where T : class
    {
        if ((await answer).Refusal is { } refusal)
            throw new InvalidOperationException($"{refusal.Code}: {refusal.Detail}");
    }

    private IEnumerable<KeyValuePair<string, double>> Map(params string[] names) => names.Select((name, index) => KeyValuePair.Create(name, (_number + index) / 1000.0));

    private string Digest(string what) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what} {_number}"))));

    private static string Invented(int number) => (number % 10_000).ToString("x64", CultureInfo.InvariantCulture);

    private static CommandContext Context()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new CommandContext { CommandId = Guid.CreateVersion7(now), Fingerprint = new string('f', 64), Principal = "benchmark", Role = Role.Admin, At = now };
    }
}
