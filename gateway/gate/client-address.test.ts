import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { clientAddress } from "./client-address.js";

function from(remoteAddress: string | undefined, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

test.each<[what: string, request: IncomingMessage, proxies: number, address: string]>([
  ["whoever connects", from("192.0.2.1"), 0, "192.0.2.1"],
  ["whoever connects, whatever it claims", from("192.0.2.1", "10.9.9.9"), 0, "192.0.2.1"],
  ["whom the proxy saw", from("10.0.0.1", "192.0.2.1"), 1, "192.0.2.1"],
  ["whom the proxy saw, not whom the client invented", from("10.0.0.1", "6.6.6.6, 192.0.2.1"), 1, "192.0.2.1"],
  ["whom the outer of two proxies saw", from("10.0.0.1", "6.6.6.6, 192.0.2.1, 10.0.0.2"), 2, "192.0.2.1"],
  ["whoever connects, where the proxy said nothing", from("10.0.0.1"), 1, "10.0.0.1"],
  ["the last that was an address", from("10.0.0.1", "6.6.6.6, unknown, 10.0.0.2"), 3, "10.0.0.2"],
  ["an address with a port", from("10.0.0.1", "192.0.2.1:4711"), 1, "192.0.2.1"],
  ["an IPv6 address in brackets", from("10.0.0.1", "[2001:db8:1:2:3::4]:4711"), 1, "2001:db8:1:2::/64"],
  ["an IPv4 address in IPv6's clothes", from("::ffff:192.0.2.1"), 0, "192.0.2.1"],
  ["the network of an IPv6 address", from("2001:0DB8:0001:0002:ffff:1:2:3"), 0, "2001:db8:1:2::/64"],
  ["the network of a short one", from("2001:db8::1"), 0, "2001:db8:0:0::/64"],
  ["this machine", from("::1"), 0, "0:0:0:0::/64"],
  ["nobody any more", from(undefined), 0, ""],
])("%s", (_what, request, proxies, address) => {
  expect(clientAddress(request, proxies)).toBe(address);
});
