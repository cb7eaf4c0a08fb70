import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * Who is at the other end, as rates are counted: an IPv4 address, or the /64 network of an IPv6 one, because whoever has one of its
 * addresses has them all. Behind `trustedProxies` proxies it is the address that the outermost of them saw; what a client itself wrote
 * into X-Forwarded-For stands before that and is not believed.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",");
  let address = request.socket.remoteAddress ?? "";
  for (const entry of forwarded.reverse().slice(0, trustedProxies)) {
    const seen = withoutPort(entry);
    // What is no address was written by no proxy.
    if (isIP(seen) === 0) break;
    address = seen;
  }
  return networkOf(address);
}

function withoutPort(entry: string): string {
  const text = entry.trim();
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || isIP(address) !== 6) return mapped ?? address;
  return `${expand(address.split("%", 1)[0] ?? "")
    .slice(0, 4)
    .join(":")}::/64`;
}

function expand(address: string): string[] {
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":")).map((group) => group.replace(/^0+(?=.)/, ""));
  const [before, after] = [groups(head), groups(tail ?? "")];
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0"), ...after];
}
