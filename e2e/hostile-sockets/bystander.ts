import type { GraphqlClient } from "../environment/graphql-client.js";
import type { TestEnvironment } from "../environment/open-environment.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { Subscription } from "../environment/subscription.js";

interface Item {
  ratingFeed: { score?: number; reason?: string };
}

const UPSERT = "mutation ($input: UpsertMovieInput!) { upsertMovie(input: $input) { movie { id } } }";
const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { applied } }";
const FEED = `subscription ($movieId: ID!) {
  ratingFeed(movieId: $movieId) { ... on RatingEvent { score } ... on FeedGap { reason } }
}`;

/** Somebody who does nothing wrong: rates a movie, sees it on the feed, and rates it again, all the time. */
export class Bystander {
  readonly movieId: string;
  /** From each rating being sent to its event on the feed. */
  readonly delaysMs: number[] = [];
  readonly #person: Person;
  readonly #feed: Subscription<Item>;
  readonly #running: Promise<void>;
  #stopped = false;

  private constructor(person: Person, movieId: string, feed: Subscription<Item>) {
    this.#person = person;
    this.movieId = movieId;
    this.#feed = feed;
    this.#running = this.#run();
    this.#running.catch(() => {});
  }

  /** `describedIn`: how long the movie's description is, which makes every event that asks for it as large. */
  static async begin(
    environment: TestEnvironment,
    { client, url, describedIn }: { client: GraphqlClient; url: string; describedIn: number },
  ): Promise<Bystander> {
    const admin = await signInAdmin(client);
    const { upsertMovie } = await admin.client.request<{ upsertMovie: { movie: { id: string } } }>(UPSERT, {
      input: { title: "One", description: "x".repeat(describedIn) },
    });
    const { id: movieId } = upsertMovie.movie;
    const feed = new Subscription<Item>(environment, url, { query: FEED, variables: { movieId } });
    await feed.next();
    return new Bystander(await register(client, "bystander"), movieId, feed);
  }

  /** Rejects when anything was missing, twice, or not served. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let at = 0; !this.#stopped; at += 1) {
      const score = 1 + (at % 10);
      const sentAt = performance.now();
      await this.#person.client.request(RATE, { input: { movieId: this.movieId, score } });
      const { data } = await this.#feed.nextWhere(({ ratingFeed }) => Object.keys(ratingFeed).length > 0);
      if (data?.ratingFeed.score !== score) {
        throw new Error(`Rating ${at} was ${score}; the feed says ${JSON.stringify(data)}.`);
      }
      this.delaysMs.push(performance.now() - sentAt);
    }
  }
}
