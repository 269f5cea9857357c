using ModelRegistry.Contracts;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tokens;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Tokens;

[Collection(PostgresCollection.Name)]
public sealed class TokenStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly SteppingClock _clock = new(Requests.Epoch);
    private TestDatabase _database = null!;
    private TokenStore _tokens = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _tokens = new TokenStore(_database.DataSource, _clock);
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Create_Token_AuthenticatesAndIsStoredNowhere()
    {
        var created = await _tokens.CreateAsync(new NewToken { Principal = "žofie", Role = Role.Approver, ScopePrefix = "team-a/" });

        Assert.Matches("^mr_[A-Za-z0-9_-]{43}$", created.Token);
        Assert.Equal(created.Access, await _tokens.AuthenticateAsync(created.Token));
        Assert.Equal(("žofie", Role.Approver, "team-a/", Requests.Epoch), (created.Access.Principal, created.Access.Role, created.Access.ScopePrefix, created.Access.CreatedAt));
        Assert.DoesNotContain(created.Token, await _database.ScalarAsync<string>("SELECT string_agg(t::text, '') FROM access_tokens t"), StringComparison.Ordinal);
        Assert.DoesNotContain(created.Token, created.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mr_")]
    [InlineData("mr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("a\0b' OR true --")]
    public async Task Authenticate_UnknownToken_IsNobody(string token)
    {
        await _tokens.CreateAsync(new NewToken { Principal = "a", Role = Role.Admin });

        Assert.Null(await _tokens.AuthenticateAsync(token));
    }

    [Fact]
    public async Task Authenticate_FromTheMomentOfExpiry_IsNobody()
    {
        var created = await _tokens.CreateAsync(new NewToken { Principal = "a", Role = Role.Admin, ExpiresAt = Requests.Epoch.AddHours(1) });
        _clock.Now = Requests.Epoch.AddHours(1).AddMicroseconds(-1);
        Assert.NotNull(await _tokens.AuthenticateAsync(created.Token));
        Assert.True(await _tokens.AnyAdminAsync());

        _clock.Now = Requests.Epoch.AddHours(1);

        Assert.Null(await _tokens.AuthenticateAsync(created.Token));
        Assert.False(await _tokens.AnyAdminAsync());
    }

    [Fact]
    public async Task Revoke_Token_KeepsTheRowAndTheFirstTime()
    {
        var created = await _tokens.CreateAsync(new NewToken { Principal = "a", Role = Role.Admin });
        Assert.True(await _tokens.RevokeAsync(created.Access.Id));
        _clock.Now = Requests.Epoch.AddDays(1);
        Assert.True(await _tokens.RevokeAsync(created.Access.Id));
        Assert.False(await _tokens.RevokeAsync(Requests.Id(1)));

        Assert.Null(await _tokens.AuthenticateAsync(created.Token));
        Assert.Equal(Requests.Epoch, Assert.Single(await _tokens.ListAsync()).RevokedAt);
        Assert.False(await _tokens.AnyAdminAsync());
    }

    [Fact]
    public async Task Ensure_GivenToken_IsThereOnceAndMadeGoodAgain()
    {
        const string given = "a-token-the-operator-chose";
        var first = await _tokens.EnsureAsync("admin", Role.Admin, given);
        await _tokens.RevokeAsync(first.Id);

        var second = await _tokens.EnsureAsync("admin", Role.Admin, given);

        Assert.Equal(first, second);
        Assert.Equal(first, await _tokens.AuthenticateAsync(given));
        Assert.Single(await _tokens.ListAsync());
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a space in the middle")]
    [InlineData("with-a-ünï-in-the-middle")]
    public async Task Ensure_WeakToken_IsRefusedWithoutRepeatingIt(string token)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => _tokens.EnsureAsync("admin", Role.Admin, token));

        Assert.DoesNotContain(token, refused.Message, StringComparison.Ordinal);
    }

    private sealed class SteppingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
