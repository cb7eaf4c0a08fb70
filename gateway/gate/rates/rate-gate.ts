// How much one caller may ask for, for both transports.
import type { Metrics } from "@marquee/platform/service/metrics.js";
import { RateLimited } from "./rate-limited.js";
import type { RateLimit, RateLimiter } from "./rate-limiter.js";
import type { SignInAttempt } from "./sign-in-attempts.js";

/** Everything throws RateLimited. */
export interface RateGate {
  /** One HTTP request, websocket or operation on a websocket. */
  takeRequest(address: string): Promise<void>;
  /** One operation in a user's name. */
  takeOperation(userId: string): Promise<void>;
  /** Before any of them is tried. */
  takeSignIns(address: string, attempts: readonly SignInAttempt[]): Promise<void>;
  /** Those that succeeded are counted against their account no longer. */
  settleSignIns(address: string, succeeded: readonly SignInAttempt[]): Promise<void>;
}

export interface RateLimits {
  requestsPerAddress: RateLimit;
  operationsPerUser: RateLimit;
  /** For one account from one address: from elsewhere its owner can still sign in. */
  signInsPerAccount: RateLimit;
  signInsPerAddress: RateLimit;
}

const WORDS: Record<keyof RateLimits, string> = {
  requestsPerAddress: "Too many requests come from this address",
  operationsPerUser: "Too many operations are sent in this user's name",
  signInsPerAccount: "Too many attempts to sign in to this account were made",
  signInsPerAddress: "Too many attempts to sign in come from this address",
};

export function createRateGate(
  limits: RateLimits,
  createLimiter: (limit: RateLimit) => RateLimiter,
  metrics: Metrics,
): RateGate {
  const refusals = rateLimitedCounter(metrics);
  const limiters = Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => [name, createLimiter(limit)]),
  ) as Record<keyof RateLimits, RateLimiter>;

  async function take(name: keyof RateLimits, caller: string): Promise<void> {
    const waitMs = await limiters[name].take(caller);
    if (waitMs === 0) return;
    refusals.inc({ limit: name });
    throw new RateLimited(WORDS[name], limits[name], waitMs);
  }

  return {
    takeRequest: (address) => take("requestsPerAddress", address),
    takeOperation: (userId) => take("operationsPerUser", userId),
    async takeSignIns(address, attempts) {
      for (const { account } of attempts) {
        await take("signInsPerAddress", address);
        if (account !== undefined) await take("signInsPerAccount", pair(account, address));
      }
    },
    async settleSignIns(address, succeeded) {
      for (const { account } of succeeded) {
        if (account !== undefined) await limiters.signInsPerAccount.forget(pair(account, address));
      }
    },
  };
}

/** RATE_LIMITS=off. */
export function createOpenRateGate(metrics: Metrics): RateGate {
  rateLimitedCounter(metrics);
  const nothing = async () => {};
  return { takeRequest: nothing, takeOperation: nothing, takeSignIns: nothing, settleSignIns: nothing };
}

function rateLimitedCounter(metrics: Metrics) {
  return metrics.counter({
    name: "marquee_gateway_rate_limited_total",
    help: "Requests and operations refused with RATE_LIMITED, by the limit: requestsPerAddress, operationsPerUser, signInsPerAccount or signInsPerAddress.",
    labelNames: ["limit"],
  });
}

function pair(account: string, address: string): string {
  return `${account} ${address}`;
}
