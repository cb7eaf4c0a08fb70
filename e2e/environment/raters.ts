import { randomUUID } from "node:crypto";
import { ConnectionLost, type GraphqlClient } from "./graphql-client.js";
import { lookAgain } from "./look-again.js";
import type { Person } from "./people.js";
import { Progress } from "./progress.js";

const RATE = "mutation Rate($input: RateMovieInput!) { rateMovie(input: $input) { eventId } }";
/** What passes: the same is sent again, with the same key. */
const PASSING = new Set(["UNAVAILABLE", "UNKNOWN_OUTCOME"]);

/** People who rate movies one after the other, whatever happens to the servers: what was not answered is sent again. */
export class Raters {
  /** Of every answered rating. */
  readonly acknowledged = new Set<string>();
  readonly #progress = new Progress();
  readonly #stop = new AbortController();
  readonly #working: Promise<unknown>;

  constructor(options: {
    people: readonly Person[];
    movieIds: readonly string[];
    /** Through which each request goes; asked anew for each. */
    client: () => GraphqlClient;
    score?: () => number;
  }) {
    this.#working = Promise.all(options.people.map((person) => this.#rate(person, options))).catch((error) =>
      this.#progress.fail(error),
    );
  }

  /** Resolves when so many more ratings were acknowledged. */
  after(ratings: number): Promise<void> {
    return this.#progress.after("acknowledged", ratings);
  }

  /** Resolves when what is under way is acknowledged. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
    this.#progress.check();
  }

  async #rate(
    { token }: Person,
    {
      movieIds,
      client,
      score = () => 1 + Math.floor(Math.random() * 10),
    }: { movieIds: readonly string[]; client: () => GraphqlClient; score?: () => number },
  ): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const movieId = movieIds[Math.floor(Math.random() * movieIds.length)];
      const input = { movieId, score: score(), idempotencyKey: randomUUID() };
      while (!(await this.#isAcknowledged(client().as(token), input)));
    }
  }

  async #isAcknowledged(client: GraphqlClient, input: Record<string, unknown>): Promise<boolean> {
    try {
      const { data, errors, text } = await client.send<{ rateMovie: { eventId: string } }>(RATE, { input });
      if (errors.some(({ extensions }) => PASSING.has(extensions?.code ?? ""))) return false;
      if (errors.length > 0 || data == null) throw new Error(text);
      this.acknowledged.add(data.rateMovie.eventId);
      this.#progress.count("acknowledged");
      return true;
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      await lookAgain();
      return false;
    }
  }
}
