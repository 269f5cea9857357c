using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts;
using ModelRegistry.Grains;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Tokens;
using ModelRegistry.Postgres.Transfer;
using ModelRegistry.Tests.Shared;
using Orleans.Hosting;

namespace ModelRegistry.Http.Tests.Hosting;

/// <summary>The whole registry in this process, listening on a free port, on a real database.</summary>
public sealed class RegistryServer : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mr-http-");
    private TestDatabase? _database;
    private WebApplication? _app;
    private int _names;

    /// <summary>How the log of this server is set.</summary>
    public Action<PredictionLogOptions> Configure { get; init; } = _ => { };

    /// <summary>An admin without a scope.</summary>
    public ApiCaller Admin { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What the host is made of.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>What stands behind it.</summary>
    public TestDatabase Database => _database!;

    /// <summary>Its data folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Everything that was logged.</summary>
    public LoggedLines Log { get; } = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _database = await _postgres.CreateDatabaseAsync();
        _app = Build(_database.ConnectionString);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Admin = await CallerAsync("admin", Role.Admin);
    }

    public async Task DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await _database!.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A database with nothing in it, beside <see cref="Database"/>.</summary>
    public Task<TestDatabase> EmptyDatabaseAsync() => _postgres.CreateEmptyDatabaseAsync();

    /// <summary>A new principal's calls.</summary>
    public async Task<ApiCaller> CallerAsync(string principal, Role role, string? scope = null)
    {
        var made = await _app!.Services.GetRequiredService<ITokenStore>().CreateAsync(new() { Principal = principal, Role = role, ScopePrefix = scope });
        return new ApiCaller(Address, made.Token);
    }

    /// <summary>Where the files of artifacts are.</summary>
    public string ArtifactFolder => Path.Combine(_folder.FullName, "artifacts");

    /// <summary>A name that no other test has.</summary>
    public string NewName(string prefix = "model") => $"{prefix}-{Interlocked.Increment(ref _names)}";

    /// <summary>A new model with version 1, which sums its inputs <c>a</c> and <c>b</c>, in production.</summary>
    public async Task<string> ServingModelAsync(string prefix = "model")
    {
        var name = NewName(prefix);
        await Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}", "lifecycle": "Open"}""");
        await RegisterAsync(name);
        await Admin.MustAsync("POST", $"models/{name}/versions/1/transitions", """{"to": "Production", "reason": "for a test"}""");
        return name;
    }

    /// <summary>One more version of a model.</summary>
    public async Task RegisterAsync(string model)
    {
        var digest = (await Admin.MustAsync("PUT", "artifacts", """["a", "b"]"""))["digest"]!.GetValue<string>();
        await Admin.MustAsync("POST", $"models/{model}/versions", $$$"""{"flavor": "sum", "artifact": "{{{digest}}}", "manifest": {"featureGraphHash": "graph-1"}}""");
    }

    private WebApplication Build(string connection)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(RegistryHttp).Assembly.GetName().Name });
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Debug);
        builder.UseOrleans(silo => silo.UseTestCluster(connection).AddMemoryStreams(Nudges.Provider));
        var policy = Path.Combine(_folder.FullName, "promotion-policy.yaml");
        File.WriteAllText(policy, "defaults:\n  production:\n    min_rank_ic: 0.02\n");
        builder.Configuration[$"{RegistryOptions.Section}:{nameof(RegistryOptions.PromotionPolicyPath)}"] = policy;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddModelRegistryPostgres(connection, _folder.FullName);
        builder.Services.AddAuditCheckpoints(Path.Combine(_folder.FullName, "audit-key.pem"));
        builder.Services.AddTransfer(Path.Combine(_folder.FullName, "transfer"));
        builder.Services.AddPredictionLog(log =>
        {
            log.SoleWriter = true;
            Configure(log);
        });
        builder.Services.AddModelFlavors();
        builder.Services.AddSingleton<IModelFlavor, SumFlavor>();
        builder.Services.AddRegistryGrains(builder.Configuration);
        builder.Services.AddDriftMonitoring(new DriftPolicyBook { Defaults = new MonitorPolicy() });
        builder.Services.AddServing();
        builder.Services.AddRegistryHttp();
        var app = builder.Build();
        app.MapRegistryHttp();
        return app;
    }
}
