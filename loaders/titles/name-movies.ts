import { hash } from "node:crypto";
import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { movieFactsOf } from "@marquee/schema/events/movie-facts.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { type CatalogueEntry, catalogueEntry, MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { compareNames } from "./source-order.js";
import { movieIdOf, type TitleName } from "./title-name.js";
import type { RegisteredMovie } from "./title-store.js";

/** What the ids of our own events begin with. */
export const EVENT_PREFIX = "titles:";

export interface NamedMovie {
  /** The name whose movie all these titles are; null where nobody gives them a title. */
  owner: TitleName | null;
  /** What changed of the movies that bear one of these names. */
  movies: Map<TitleName, RegisteredMovie>;
  upserts: NewMessage[];
  retirements: NewMessage[];
}

/**
 * Which of its names a movie bears as its id. One that lives keeps its id, the older where there are two, and the others stand for it
 * from then on; an id that was retired is taken back before a new one is made, which is the best catalogue's name.
 */
export function nameMovie(
  names: readonly TitleName[],
  entry: CatalogueEntry | null,
  known: ReadonlyMap<TitleName, RegisteredMovie>,
  stamp: { term: number; now: number },
): NamedMovie {
  const candidates = names.flatMap((name) => {
    const movie = known.get(name);
    return movie === undefined ? [] : [{ name, movie }];
  });
  const [eldest] = candidates.sort(
    (a, b) =>
      Number(b.movie.state === "LIVE") - Number(a.movie.state === "LIVE") ||
      a.movie.born - b.movie.born ||
      compareNames(a.name, b.name),
  );
  const owner = entry === null ? null : (eldest?.name ?? names.toSorted(compareNames)[0] ?? null);
  const named: NamedMovie = { owner, movies: new Map(), upserts: [], retirements: [] };
  if (owner !== null && entry !== null) upsert(named, owner, entry, known.get(owner), stamp);
  for (const { name, movie } of candidates) {
    if (name === owner || (movie.state === "RETIRED" && movie.replacedBy === owner)) continue;
    const events = movie.events + 1;
    named.movies.set(name, { ...movie, state: "RETIRED", replacedBy: owner, digest: "", facts: null, events });
    named.retirements.push(
      MovieRetired.encode(
        MovieRetired.create({
          eventId: `${EVENT_PREFIX}r:${movieIdOf(name)}:${events}`,
          occurredAt: stamp.now,
          origin: "import",
          movieId: movieIdOf(name),
          replacedBy: owner === null ? null : movieIdOf(owner),
        }),
      ),
    );
  }
  return named;
}

function upsert(
  named: NamedMovie,
  owner: TitleName,
  entry: CatalogueEntry,
  movie: RegisteredMovie | undefined,
  { term, now }: { term: number; now: number },
): void {
  const digest = digestOf(entry);
  const facts = movieFactsOf(entry);
  if (movie?.state === "LIVE" && movie.digest === digest) {
    if (movie.facts === null) named.movies.set(owner, { ...movie, facts });
    return;
  }
  const events = (movie?.events ?? 0) + 1;
  const born = movie?.born ?? term;
  named.movies.set(owner, { born, state: "LIVE", replacedBy: null, digest, events, facts });
  named.upserts.push(
    MovieUpserted.encode(
      MovieUpserted.create({
        eventId: `${EVENT_PREFIX}u:${movieIdOf(owner)}:${events}`,
        occurredAt: now,
        origin: "import",
        movieId: movieIdOf(owner),
        movie: entry,
      }),
    ),
  );
}

/** Equal for equal entries. */
export function digestOf(entry: CatalogueEntry): string {
  const inOrder = FIELDS.map((field) => entry[field]);
  return hash("sha256", JSON.stringify(inOrder), "base64").slice(0, 22);
}

const FIELDS = Object.keys(catalogueEntry.shape) as (keyof CatalogueEntry)[];
