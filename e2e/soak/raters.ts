import { randomUUID } from "node:crypto";
import { type Dispatcher, request } from "undici";

const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { eventId } }";
const MAX_IN_FLIGHT = 256;

/** So many ratings a second, by whoever and of whatever, through the gateways in turn; each is sent until it is acknowledged. */
export class SoakRaters {
  readonly acknowledged = new Set<string>();
  /** Sendings that were not acknowledged, and were sent again. */
  repetitions = 0;
  #stopped = false;
  #inFlight = 0;
  #turn = 0;
  readonly #timer: NodeJS.Timeout;
  readonly #options: RatersOptions;

  constructor(options: RatersOptions) {
    this.#options = options;
    const startedAt = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) / 1_000) * options.perSecond);
      // What a machine can't hold is not made up for later: the report says what it held.
      for (; sent < due && this.#inFlight < MAX_IN_FLIGHT; sent += 1) void this.#rate();
      sent = Math.max(sent, due - options.perSecond);
    }, 5);
  }

  /** Resolves when all are acknowledged. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    while (this.#inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async #rate(): Promise<void> {
    const { movieIds, tokens, onFailure } = this.#options;
    const input = { movieId: some(movieIds), score: 1 + Math.floor(Math.random() * 10), idempotencyKey: randomUUID() };
    const token = some(tokens);
    this.#inFlight += 1;
    try {
      for (let tries = 0; !(await this.#isAcknowledged(input, token)); tries += 1) {
        this.repetitions += 1;
        if (this.#stopped && tries > 600) throw new Error("A rating was never acknowledged.");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } catch (error) {
      onFailure(error);
    } finally {
      this.#inFlight -= 1;
    }
  }

  async #isAcknowledged(input: object, token: string): Promise<boolean> {
    const { urls, agent } = this.#options;
    let text: string;
    try {
      const { body } = await request(`${urls[this.#turn++ % urls.length]}/graphql`, {
        method: "POST",
        dispatcher: agent,
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: RATE, variables: { input } }),
      });
      text = await body.text();
    } catch {
      return false;
    }
    const { data, errors } = JSON.parse(text) as {
      data?: { rateMovie: { eventId: string } | null } | null;
      errors?: { extensions?: { code?: string } }[];
    };
    const eventId = data?.rateMovie?.eventId;
    if (errors === undefined && eventId !== undefined) {
      this.acknowledged.add(eventId);
      return true;
    }
    if (errors?.every(({ extensions }) => /^(UNAVAILABLE|UNKNOWN_OUTCOME)$/.test(extensions?.code ?? ""))) return false;
    throw new Error(text);
  }
}

export interface RatersOptions {
  perSecond: number;
  urls: readonly string[];
  movieIds: readonly string[];
  tokens: readonly string[];
  agent: Dispatcher;
  onFailure: (error: unknown) => void;
}

function some<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item;
}
