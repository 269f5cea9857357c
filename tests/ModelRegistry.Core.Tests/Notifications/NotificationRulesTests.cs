using System.Net;
using System.Reflection;
using System.Text.Json.Serialization;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Contracts.Retraining.Events;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.Tests.Notifications;

public sealed class NotificationRulesTests
{
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.2.3", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    public void Allows_AnAddress_OnlyThePublicInternetAndWhatTheOperatorOpened(string address, bool allowed)
        => Assert.Equal(allowed, new AllowedAddresses([IPNetwork.Parse("10.1.0.0/16")]).Allows(IPAddress.Parse(address)));

    /// <summary>The code was computed with OpenSSL: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'a secret of some length'.</summary>
    [Fact]
    public void Signature_OfAMessage_IsTheHmacOfTimeAndBody()
        => Assert.Equal(
            "sha256=e09db3ce6e6e8f9b633a62851e5074a9e9148ac19b1c0e1a8f7c352380be630b",
            WebhookSignature.Of("a secret of some length"u8, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), """{"a":1}"""u8));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(10, 2560)]
    [InlineData(11, 3600)]
    [InlineData(19, 3600)]
    [InlineData(20, null)]
    public void Backoff_AfterAttempts_DoublesToAnHourAndEnds(int attempts, int? seconds)
        => Assert.Equal(seconds, DeliveryBackoff.After(attempts)?.TotalSeconds);

    [Fact]
    public void Routes_WithAndWithoutTypes_GiveWhoHears()
    {
        var routes = new NotificationRoutes([("all", []), ("rollbacks", ["model-rolled-back"])]);
        Assert.Equal(["all", "rollbacks"], routes.For("model-rolled-back"));
        Assert.Equal(["all"], routes.For("promotions-frozen"));
        Assert.Empty(routes.For("alias-set"));
        Assert.Empty(NotificationRoutes.None.For("model-rolled-back"));
    }

    [Fact]
    public void Types_ThatPeopleCanHearOf_AreTypesOfEvents()
        => Assert.Subset(
            new[] { typeof(ModelEvent), typeof(ExperimentEvent), typeof(RetrainingEvent) }
                .SelectMany(family => family.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)).Select(derived => (string)derived.TypeDiscriminator!).ToHashSet(),
            NotificationRoutes.Types.ToHashSet());
}
