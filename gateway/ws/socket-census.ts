import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { UpgradeRefusal } from "./refuse-upgrade.js";

export interface SocketLimits {
  maxSockets: number;
  maxPerAddress: number;
  maxPerUser: number;
}

const RETRY_AFTER_SECONDS = 5;

/** Counts the open websockets. What it keeps grows with them alone. */
export interface SocketCensus {
  /** A place for one websocket, or which limit leaves none. */
  enter(address: string): SocketPlace | UpgradeRefusal;
  /** Counts a refusal for another reason than these. */
  refused(limit: "messages" | "rate"): void;
  /** Counts a websocket from which nothing is read for a while. */
  paused(): void;
}

export interface SocketPlace {
  readonly maxPerUser: number;
  /** From now on it is this user's; false where that user has enough. Once at most. */
  claim(userId: string): boolean;
  /** Once, when the websocket has closed. */
  leave(): void;
}

export function createSocketCensus(limits: SocketLimits, metrics: Metrics): SocketCensus {
  const open = metrics.gauge({ name: "marquee_gateway_sockets", help: "Websockets of clients open now." });
  const refusals = metrics.counter({
    name: "marquee_gateway_sockets_refused_total",
    help: "Websockets refused or closed for a limit: process, address, user, messages or rate.",
    labelNames: ["limit"],
  });
  const pauses = metrics.counter({
    name: "marquee_gateway_socket_pauses_total",
    help: "Times that reading from a websocket was paused, because answers to it were not read.",
  });
  const addresses = new Map<string, number>();
  const users = new Map<string, number>();
  let total = 0;

  return {
    enter(address) {
      if (total >= limits.maxSockets) {
        refusals.inc({ limit: "process" });
        const message = `This server has ${limits.maxSockets} websockets open, which is the limit; connect to another one, or later.`;
        return refusal("503 Service Unavailable", "UNAVAILABLE", message);
      }
      if ((addresses.get(address) ?? 0) >= limits.maxPerAddress) {
        refusals.inc({ limit: "address" });
        const message = `This address has ${limits.maxPerAddress} websockets open, which is the limit; close one of them.`;
        return refusal("429 Too Many Requests", "RATE_LIMITED", message);
      }
      total += 1;
      add(addresses, address, 1);
      open.set(total);
      let owner: string | undefined;
      return {
        maxPerUser: limits.maxPerUser,
        claim(userId) {
          if ((users.get(userId) ?? 0) >= limits.maxPerUser) {
            refusals.inc({ limit: "user" });
            return false;
          }
          owner = userId;
          add(users, userId, 1);
          return true;
        },
        leave() {
          total -= 1;
          add(addresses, address, -1);
          if (owner !== undefined) add(users, owner, -1);
          open.set(total);
        },
      };
    },
    refused: (limit) => refusals.inc({ limit }),
    paused: () => pauses.inc(),
  };
}

function refusal(status: UpgradeRefusal["status"], code: UpgradeRefusal["code"], message: string): UpgradeRefusal {
  return { status, code, message, retryAfterSeconds: RETRY_AFTER_SECONDS };
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
