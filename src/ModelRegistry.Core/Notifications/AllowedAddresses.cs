using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace ModelRegistry.Core.Notifications;

/// <summary>
/// Where webhooks may go: to addresses of the public internet, and into those other networks that the operator named. Loopback, private, link-local
/// (with the clouds' metadata services) and other special addresses are closed until then.
/// </summary>
/// <param name="networks">Opened by the operator.</param>
public sealed class AllowedAddresses(ImmutableArray<IPNetwork> networks)
{
    // RFC 6890 and its IPv6 counterpart, with what leads into IPv4 by another name.
    private static readonly ImmutableArray<IPNetwork> Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain))
            || (plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Closed.Any(network => network.Contains(plain)));
    }
}
