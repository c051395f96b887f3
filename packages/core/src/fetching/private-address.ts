import { BlockList, isIP } from "node:net";

// Everything that the registry does not call globally reachable, and multicast.
// https://www.iana.org/assignments/iana-ipv4-special-registry
const refusedIpv4 = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  refusedIpv4.addSubnet(network, prefix, "ipv4");
}

// Only 2000::/3 is in global use. Outside of it lie loopback, unique local, link-local, multicast, IPv4-mapped and NAT64
// addresses; the ranges below lie inside, and lead to IPv4 addresses (Teredo, 6to4) or nowhere.
// https://www.iana.org/assignments/iana-ipv6-special-registry
const globalIpv6 = new BlockList();
globalIpv6.addSubnet("2000::", 3, "ipv6");
const refusedIpv6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3ffe::", 16],
  ["3fff::", 20],
] as const) {
  refusedIpv6.addSubnet(network, prefix, "ipv6");
}

/**
 * True for an IP address that is not a public one: private, loopback, link-local, shared, multicast, reserved,
 * unspecified, or an IPv6 form that stands for an IPv4 address. Also true for a text that is no IP address.
 */
export function isPrivateAddress(address: string): boolean {
  const [plain = ""] = address.split("%");
  switch (isIP(plain)) {
    case 4:
      return refusedIpv4.check(plain, "ipv4");
    case 6:
      return !globalIpv6.check(plain, "ipv6") || refusedIpv6.check(plain, "ipv6");
    default:
      return true;
  }
}
