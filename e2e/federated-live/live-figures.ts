import { lookAgain } from "../environment/look-again.js";
import { readMetric } from "../environment/metrics.js";

/** What the gateway counts of its live feeds. */
export interface LiveFigures {
  /** Now. */
  upstreams: number;
  subscribers: number;
  /** Since the start. */
  executions: number;
  deliveries: number;
  /** Requests to these subgraphs for the fields of events. */
  fetches: Record<"movies" | "reviews" | "accounts", number>;
}

export async function readLiveFigures(url: string): Promise<LiveFigures> {
  const read = (name: string, labels?: Record<string, string>) => readMetric(url, `marquee_gateway_${name}`, labels);
  const fetches = (subgraph: string) => read("event_fetches_total", { subgraph });
  const [upstreams, subscribers, executions, deliveries, movies, reviews, accounts] = await Promise.all([
    read("upstreams"),
    read("subscribers"),
    read("event_executions_total"),
    read("event_deliveries_total"),
    fetches("movies"),
    fetches("reviews"),
    fetches("accounts"),
  ]);
  return { upstreams, subscribers, executions, deliveries, fetches: { movies, reviews, accounts } };
}

/** Resolves once the gateway has exactly so many. */
export async function untilOpen(url: string, wanted: Pick<LiveFigures, "upstreams" | "subscribers">): Promise<void> {
  for (;;) {
    const { upstreams, subscribers } = await readLiveFigures(url);
    if (upstreams === wanted.upstreams && subscribers === wanted.subscribers) return;
    await lookAgain();
  }
}

/** What came about between two readings. */
export function since(before: LiveFigures, after: LiveFigures): Omit<LiveFigures, "upstreams" | "subscribers"> {
  const { fetches } = after;
  return {
    executions: after.executions - before.executions,
    deliveries: after.deliveries - before.deliveries,
    fetches: {
      movies: fetches.movies - before.fetches.movies,
      reviews: fetches.reviews - before.fetches.reviews,
      accounts: fetches.accounts - before.fetches.accounts,
    },
  };
}
