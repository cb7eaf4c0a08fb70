import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";

const RATINGS_PER_EVENT = 500;

/** A movie as its ratings' events have it. */
export interface RatedMovie {
  movieId: string;
  /** MovieFacts, as JSON. */
  facts: string;
}

interface Gathered {
  facts: string;
  latest: number;
  /** Each a rating of RatingsImported, as JSON. */
  ratings: string[];
  firstEventId: string;
}

/** Ratings gathered until there are enough to be packed by movie: the more of a movie come together, the less each one costs. */
export class RatingWindow {
  #movies = new Map<string, Gathered>();
  #ratings = 0;
  #length = 0;

  get ratings(): number {
    return this.#ratings;
  }

  /** Roughly what is held, in bytes. */
  get bytes(): number {
    return this.#length;
  }

  add(movie: RatedMovie, rating: { eventId: string; userId: string; score: number; ratedAt: number }): void {
    const { eventId, userId, score, ratedAt } = rating;
    const text = `{"eventId":${quoted(eventId)},"userId":${quoted(userId)},"score":${score},"ratedAt":${ratedAt}}`;
    this.#ratings += 1;
    this.#length += text.length + 32;
    const gathered = this.#movies.get(movie.movieId);
    if (gathered === undefined) {
      this.#length += movie.facts.length + 200;
      this.#movies.set(movie.movieId, {
        facts: movie.facts,
        latest: ratedAt,
        ratings: [text],
        firstEventId: eventId,
      });
      return;
    }
    gathered.ratings.push(text);
    if (ratedAt > gathered.latest) gathered.latest = ratedAt;
  }

  /** Empties the window: its messages, made as they are asked for. */
  *take(): Generator<NewMessage> {
    const movies = this.#movies;
    this.#movies = new Map();
    this.#ratings = 0;
    this.#length = 0;
    for (const [movieId, gathered] of movies) {
      for (let from = 0; from < gathered.ratings.length; from += RATINGS_PER_EVENT) {
        yield { key: movieId, value: encode(movieId, gathered, from) };
      }
      // What is on its way is not held here too.
      movies.delete(movieId);
    }
  }
}

/** A RatingsImported event, put together from parts that are JSON already. */
function encode(movieId: string, { facts, latest, ratings, firstEventId }: Gathered, from: number): string {
  const pack = ratings.slice(from, from + RATINGS_PER_EVENT);
  const eventId = `${firstEventId.slice(0, 270)}:p${from}:${pack.length}`;
  const head = `"type":"${RatingsImported.type}","version":${RatingsImported.version},"eventId":${quoted(eventId)}`;
  const event = `${head},"occurredAt":${Math.max(0, latest)},"origin":"import","movieId":${quoted(movieId)}`;
  return `{${event},"movie":${facts},"ratings":[${pack.join(",")}]}`;
}

const PLAIN = /^[\w:.+/ -]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
