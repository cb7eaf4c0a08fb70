import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";

const MOST_AT_ONCE = 1_000;
const QUERY = "query ($ids: [ID!]!) { endedSessions(ids: $ids) }";

/** Learns when sessions end, by asking the accounts subgraph about those that are watched, all together, once an interval. */
export interface SessionWatch {
  /** `onEnded` is called once, at most an interval after the end and while accounts answers. Returns what ends the watch. */
  watch(sessionId: string, onEnded: () => void): () => void;
  close(): void;
}

export function createSessionWatch(options: {
  accounts: Pick<SubgraphEndpoint, "execute">;
  intervalMs: number;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
}): SessionWatch {
  const { accounts, intervalMs, clock, logger } = options;
  const failures = options.metrics.counter({
    name: "marquee_gateway_session_check_failures_total",
    help: "Times the accounts subgraph could not be asked which sessions of open websockets have ended.",
  });
  const watched = new Map<string, Set<() => void>>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function findEnded(ids: string[]): Promise<string[]> {
    const request = { query: QUERY, variables: { ids }, viewer: null, requestId: uuidV7(clock) };
    const { data, errors } = await accounts.execute(request);
    if (errors !== undefined || data?.endedSessions === undefined) throw errors?.[0] ?? new Error("no answer");
    return data.endedSessions as string[];
  }

  async function check(): Promise<void> {
    const ids = [...watched.keys()];
    try {
      for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
        for (const id of await findEnded(ids.slice(from, from + MOST_AT_ONCE))) {
          const listeners = watched.get(id) ?? [];
          watched.delete(id);
          for (const onEnded of listeners) onEnded();
        }
      }
    } catch (error) {
      // Sockets stay open, until the next time, or until their token expires.
      failures.inc();
      logger.warn({ error, sessions: ids.length }, "the accounts subgraph did not tell which sessions have ended");
    }
  }

  function schedule(): void {
    if (timer !== undefined || closed || watched.size === 0) return;
    timer = setTimeout(async () => {
      await check();
      timer = undefined;
      schedule();
    }, intervalMs);
    timer.unref();
  }

  return {
    watch(sessionId, onEnded) {
      const listeners = watched.get(sessionId) ?? new Set();
      watched.set(sessionId, listeners.add(onEnded));
      schedule();
      return () => {
        listeners.delete(onEnded);
        if (listeners.size === 0 && watched.get(sessionId) === listeners) watched.delete(sessionId);
      };
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
