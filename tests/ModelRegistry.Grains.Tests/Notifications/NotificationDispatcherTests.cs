using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Grains.Notifications;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Notifications;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Notifications;

/// <summary>From an append to a receiver that takes it, or does not.</summary>
[Collection(PostgresCollection.Name)]
public sealed class NotificationDispatcherTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Secret = "a secret of some length";
    private readonly StreamId stream = new("test", Commands.NewId());
    private TestDatabase database = null!;
    private Receiver receiver = null!;
    private long version;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        receiver = await Receiver.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await receiver.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Dispatch_EventsOfAStream_AreSentOnceInTheirOrderAndSigned()
    {
        await using var services = Services();
        await AppendAsync(services, 3);

        await DispatchAllAsync(services);

        Assert.Equal([1, 2, 3], receiver.Received.Select(one => JsonNode.Parse(one.Body)!["version"]!.GetValue<int>()));
        Assert.Equal(0, await CountAsync());
        var (path, headers, body) = receiver.Received.First();
        Assert.Equal(("/hook", "promotions-thawed", $"{stream}/1"), (path, headers["X-Modelreg-Event"], headers["X-Modelreg-Delivery"]));
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["X-Modelreg-Timestamp"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(WebhookSignature.Of(System.Text.Encoding.UTF8.GetBytes(Secret), at, body), headers["X-Modelreg-Signature"]);
        var told = JsonNode.Parse(body)!;
        Assert.Equal((stream.ToString(), "ada", "promotions-thawed", "calm 1"), (told["stream"]!.GetValue<string>(), told["actor"]!.GetValue<string>(), told["event"]!["type"]!.GetValue<string>(), told["event"]!["reason"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Dispatch_ReceiverThatFails_IsSentToLaterAndTheStreamWaits()
    {
        await using var services = Services();
        receiver.Answers.Enqueue(500);
        await AppendAsync(services, 2);

        await DispatchAllAsync(services);
        Assert.Single(receiver.Received);
        Assert.Equal("it answered 500", await database.ScalarAsync<string>("SELECT error FROM notifications WHERE version = 1 AND due_at > now() + interval '4 seconds'"));

        await database.ExecuteAsync("UPDATE notifications SET due_at = now()");
        await DispatchAllAsync(services);
        Assert.Equal([1, 1, 2], receiver.Received.Select(one => JsonNode.Parse(one.Body)!["version"]!.GetValue<int>()));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Dispatch_LastAttemptFails_IsGivenUpAndTheNextGoesOn()
    {
        await using var services = Services();
        receiver.Answers.Enqueue(404);
        await AppendAsync(services, 2);
        await database.ExecuteAsync($"UPDATE notifications SET attempts = {DeliveryBackoff.MaxAttempts - 1} WHERE version = 1");

        await DispatchAllAsync(services);

        Assert.Equal(2, receiver.Received.Count);
        var dead = Assert.Single(await services.GetRequiredService<INotificationStore>().ListAsync(0, 10));
        Assert.Equal((true, 1L, "it answered 404"), (dead.Dead, dead.Version, dead.Error));
    }

    [Fact]
    public async Task Dispatch_Redirect_IsNotFollowed()
    {
        await using var services = Services();
        receiver.Answers.Enqueue(302);
        await AppendAsync(services, 1);

        await DispatchAllAsync(services);

        Assert.Equal("/hook", Assert.Single(receiver.Received).Path);
        Assert.Equal("it answered 302", await database.ScalarAsync<string>("SELECT error FROM notifications"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Dispatch_AddressThatTheOperatorHasNotOpened_IsNotReached(string host)
    {
        var url = new UriBuilder(receiver.Url) { Host = host }.Uri;
        await using var services = Services(url, network: "10.0.0.0/8");
        await AppendAsync(services, 1);

        await DispatchAllAsync(services);

        Assert.Empty(receiver.Received);
        var error = await database.ScalarAsync<string>("SELECT error FROM notifications");
        Assert.Contains("where webhooks may not go", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Webhooks:0:Name", "a b", "'a b' has a name")]
    [InlineData("Webhooks:0:Url", "ftp://x/", "Url of webhook 'pager'")]
    [InlineData("Webhooks:0:Url", "http://user:word@x/", "Url of webhook 'pager'")]
    [InlineData("Webhooks:0:Secret", "short", "has 5 characters")]
    [InlineData("Webhooks:0:SecretFile", "/nowhere", "either Secret or SecretFile")]
    [InlineData("Webhooks:0:Events:0", "alias-set", "'alias-set'")]
    [InlineData("Webhooks:1:Name", "pager", "'pager' is there 2 times")]
    [InlineData("AllowedNetworks:0", "everything", "'everything'")]
    [InlineData("Timeout", "00:10:00", "Timeout is 00:10:00")]
    [InlineData("Period", "00:00:00", "Period is 00:00:00")]
    public async Task Settings_ThatMakeNoSense_AreNamedWithoutSecrets(string key, string value, string wanted)
    {
        await using var services = Services(change: (key, value));
        var error = Assert.Throws<OptionsValidationException>(() => services.GetServices<IHostedService>().ToList());
        Assert.Contains(wanted, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("user:word", error.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Services(Uri? url = null, string network = "127.0.0.0/8", (string Key, string Value)? change = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Notifications:Webhooks:0:Name"] = "pager",
            ["Notifications:Webhooks:0:Url"] = (url ?? receiver.Url).ToString(),
            ["Notifications:Webhooks:0:Secret"] = Secret,
            ["Notifications:AllowedNetworks:0"] = network,
        };
        if (change is { } changed)
            settings[$"Notifications:{changed.Key}"] = changed.Value;
        return new ServiceCollection()
            .AddModelRegistryPostgres(database.ConnectionString, Path.GetTempPath())
            .AddNotifications(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }

    private async Task AppendAsync(ServiceProvider services, int events)
    {
        for (var i = 1; i <= events; i++)
        {
            var result = await services.GetRequiredService<IEventStore>().AppendAsync(new AppendRequest
            {
                Stream = stream,
                ExpectedVersion = version,
                CommandId = Commands.NewId(),
                Fingerprint = "f",
                Actor = "ada",
                At = Commands.Start,
                Events = [EventNames<ModelEvent>.Write(new PromotionsThawed { Reason = $"calm {i}" })],
                Result = "{}"u8.ToArray(),
            });
            Assert.Equal(AppendStatus.Committed, result.Status);
            version = result.Version;
        }
    }

    private static async Task DispatchAllAsync(ServiceProvider services)
    {
        var dispatcher = services.GetServices<IHostedService>().OfType<NotificationDispatcher>().Single();
        while (await dispatcher.DispatchAsync(CancellationToken.None) > 0)
        {
        }
    }

    private Task<long> CountAsync() => database.ScalarAsync<long>("SELECT count(*) FROM notifications");
}
