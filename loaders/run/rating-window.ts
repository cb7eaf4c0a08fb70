import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { ratingEventId } from "./load-events.js";
import { BYTES_PER_RATING, NONE, RatingColumns } from "./rating-columns.js";

const RATINGS_PER_EVENT = 500;

/** A title as ratings' events have its movie. One object a title: it is recognised by that. */
export interface RatedTitle {
  /** The dataset's own name for it. */
  titleId: string;
  movieId: string;
  /** MovieFacts, as JSON. */
  facts: string;
}

/** The ratings of a movie, as a list within the columns. */
interface Gathered {
  movieId: string;
  facts: string;
  count: number;
  first: number;
  last: number;
  latest: number;
}

/** Ratings gathered until there are enough to be packed by movie: the more of a movie come together, the less each one costs. */
export class RatingWindow {
  readonly #names: { dataset: string; edition: string };
  #held = new Held();

  constructor(names: { dataset: string; edition: string }) {
    this.#names = names;
  }

  get ratings(): number {
    return this.#held.columns.length;
  }

  /** Roughly what is held, in bytes. */
  get bytes(): number {
    return this.#held.texts + this.ratings * BYTES_PER_RATING;
  }

  /** `user`: the dataset's own id. */
  add(title: RatedTitle, user: string, score: number, ratedAt: number): void {
    const { columns, movies, titles, users } = this.#held;
    const titleNumber = titles.numberOf(title) ?? this.#held.addTitle(title);
    const userNumber = users.numberOf(user) ?? this.#held.addUser(user);
    const rating = columns.add(titleNumber, userNumber, score, ratedAt);
    const gathered = movies.get(title.movieId) ?? this.#held.addMovie(title, rating, ratedAt);
    if (gathered.count > 0) columns.link(gathered.last, rating);
    gathered.count += 1;
    gathered.last = rating;
    if (ratedAt > gathered.latest) gathered.latest = ratedAt;
  }

  /** Empties the window: its messages, made as they are asked for. */
  *take(): Generator<NewMessage> {
    const held = this.#held;
    this.#held = new Held();
    for (const gathered of held.movies.values()) {
      let rating = gathered.first;
      for (let from = 0; from < gathered.count; from += RATINGS_PER_EVENT) {
        const pack: string[] = [];
        let firstId = "";
        while (rating !== NONE && pack.length < RATINGS_PER_EVENT) {
          const { title, user, score, ratedAt, next } = held.columns.get(rating);
          const userId = held.users.at(user);
          const eventId = ratingEventId(this.#names, userId, held.titles.at(title).titleId, ratedAt);
          if (pack.length === 0) firstId = eventId;
          const ids = `"eventId":${quoted(eventId)},"userId":${quoted(`${this.#names.dataset}:${userId}`)}`;
          pack.push(`{${ids},"score":${score},"ratedAt":${ratedAt}}`);
          rating = next;
        }
        yield {
          key: gathered.movieId,
          value: encode(gathered, `${firstId.slice(0, 270)}:p${from}:${pack.length}`, pack),
        };
      }
    }
  }
}

/** What is in a window. */
class Held {
  readonly columns = new RatingColumns();
  readonly movies = new Map<string, Gathered>();
  readonly titles = new Numbered<RatedTitle>();
  readonly users = new Numbered<string>();
  /** Roughly what all but the columns takes, in bytes. */
  texts = 0;

  addTitle(title: RatedTitle): number {
    this.texts += title.facts.length + 200;
    return this.titles.add(title);
  }

  addUser(user: string): number {
    this.texts += user.length + 80;
    return this.users.add(user);
  }

  addMovie({ movieId, facts }: RatedTitle, first: number, latest: number): Gathered {
    const gathered = { movieId, facts, count: 0, first, last: first, latest };
    this.movies.set(movieId, gathered);
    return gathered;
  }
}

/** Things by number, in the order in which they came. */
class Numbered<Thing> {
  readonly #numbers = new Map<Thing, number>();
  readonly #things: Thing[] = [];

  numberOf(thing: Thing): number | undefined {
    return this.#numbers.get(thing);
  }

  at(number: number): Thing {
    return this.#things[number] as Thing;
  }

  add(thing: Thing): number {
    const number = this.#things.push(thing) - 1;
    this.#numbers.set(thing, number);
    return number;
  }
}

/** A RatingsImported event, put together from parts that are JSON already. */
function encode({ movieId, facts, latest }: Gathered, eventId: string, pack: readonly string[]): string {
  const head = `"type":"${RatingsImported.type}","version":${RatingsImported.version},"eventId":${quoted(eventId)}`;
  const event = `${head},"occurredAt":${Math.max(0, latest)},"origin":"import","movieId":${quoted(movieId)}`;
  return `{${event},"movie":${facts},"ratings":[${pack.join(",")}]}`;
}

const PLAIN = /^[\w:.+/ -]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
