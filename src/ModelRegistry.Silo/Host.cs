using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using ModelRegistry.Http;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Tokens;
using ModelRegistry.Silo.Hosting;
using ModelRegistry.Silo.Settings;
using Npgsql;

namespace ModelRegistry.Silo;

/// <summary>Composes one host and runs it until it is told to stop.</summary>
internal static class Host
{
    public static async Task RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        MakeFolder(settings.DataDirectory);
        RestoreMarker.MustBeAbsent(settings.DataDirectory);
        using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
        await using var postgres = settings.Postgres is null
            ? await EmbeddedPostgres.StartAsync(new() { DataDirectory = settings.DataDirectory }, logging.CreateLogger<EmbeddedPostgres>(), cancellationToken)
            : null;
        var connection = settings.Postgres ?? postgres!.ConnectionString;
        await MigrateAsync(connection, logging, cancellationToken);

        await using var app = Build(settings, connection);
        await ArtifactStart.PrepareAsync(app.Services.GetRequiredService<ArtifactMove>(), app.Services.GetRequiredService<IOptions<ArtifactOptions>>().Value.Store, Console.Out, cancellationToken);
        var tokenFile = await AdminToken.EnsureAsync(app.Services.GetRequiredService<ITokenStore>(), settings.DataDirectory, cancellationToken);
        await StartAsync(app, cancellationToken);
        Announce(app, settings, tokenFile);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception taken) when (taken is SocketException || taken.InnerException is AddressInUseException)
        {
            throw new StartupException($"{taken.Message.TrimEnd('.')}: choose another address (--urls)", taken);
        }
    }

    /// <summary>Others may pass through to what is theirs (the private PostgreSQL may run as another user) but not look around.</summary>
    private static void MakeFolder(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else if (!Directory.Exists(path))
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the data folder {path} cannot be made ({refused.Message}): choose another (--data-dir)", refused);
        }
    }

    private static async Task MigrateAsync(string connection, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = PostgresServices.CreateDataSource(connection);
            await SchemaMigrator.ApplyAsync(database, logging.CreateLogger(typeof(SchemaMigrator)), cancellationToken);
            await FeedOrder.EnsureAsync(database, logging.CreateLogger(typeof(FeedOrder)), cancellationToken);
        }
        catch (Exception exception) when (exception is SchemaException or NpgsqlException)
        {
            throw new StartupException($"the database is not usable: {exception.Message}", exception);
        }
    }

    private static WebApplication Build(ServeSettings settings, string connection)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.StaticFiles", LogLevel.Error);
        builder.Configuration.AddConfiguration(settings.Given);
        GrainHost.AddGrains(builder, connection);
        builder.AddRegistry(connection, settings);
        builder.Services.AddRegistryHttp();
        WebApplication? app = null;
        // A start that fails is told in one line of our own, not in a stack trace.
        builder.Logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Information && app is { Lifetime.ApplicationStarted.IsCancellationRequested: true });
        app = builder.Build();
        app.MapRegistryHttp();
        return app;
    }

    private static void Announce(WebApplication app, ServeSettings settings, string? tokenFile)
    {
        Console.WriteLine($"grain runtime: {GrainHost.Runtime}");
        Console.WriteLine($"data: {settings.DataDirectory}");
        if (tokenFile is not null)
            Console.WriteLine($"admin token: in {tokenFile}");
        if (!app.Environment.WebRootFileProvider.GetFileInfo("index.html").Exists)
            Console.WriteLine("dashboard: not built; ./run.sh builds it where there is Node.js 18 or later with npm");
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Console.WriteLine($"ready {addresses.First()}");
    }
}
