import { movieFactsOf } from "@marquee/schema/events/movie-facts.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import type { TitleRecord } from "../records/load-record.js";
import type { FoundTitle, TitleRegistry } from "../titles/title-registry.js";

/** In memory: every name is a movie of its own, and a title that was met before under another name is told as joined by title. */
export class ArrayTitleRegistry implements TitleRegistry {
  readonly titles = new Map<string, FoundTitle>();
  /** Awaited before each commit; may throw. */
  onCommit: (commit: number) => Promise<void> | void = () => {};
  #commits = 0;
  #busy = false;

  async prepare(_dataset: string, records: readonly TitleRecord[]) {
    if (this.#busy) throw new Error("What was prepared before is neither committed nor discarded");
    this.#busy = true;
    const known = new Set([...this.titles.values()].map(({ facts }) => facts.title));
    const fresh = records.filter(({ ref }) => !this.titles.has(`${ref.source}:${ref.id}`));
    const entries = fresh.map(({ ref, facts }) => ({
      movieId: `${ref.source}:${ref.id}`,
      movie: catalogueEntry({ title: "?", ...facts, externalIds: [ref] }),
    }));
    const joined = entries.filter(({ movie }) => known.has(movie.title));
    return {
      messages: entries.map(({ movieId, movie }) =>
        MovieUpserted.encode(
          MovieUpserted.create({ eventId: `t:${movieId}`, occurredAt: 0, origin: "import", movieId, movie }),
        ),
      ),
      joined: {
        byId: 0,
        byTitle: joined.map(({ movieId, movie }) => ({
          decision: "JOINED_BY_TITLE" as const,
          title: movie.title,
          releaseYear: null,
          titles: [[movieId]],
        })),
        ambiguous: [],
      },
      unchanged: records.length - fresh.length,
      commit: async () => {
        await this.onCommit(this.#commits++);
        for (const { movieId, movie } of entries) this.titles.set(movieId, { movieId, facts: movieFactsOf(movie) });
        this.#busy = false;
      },
      discard: async () => {
        this.#busy = false;
      },
    };
  }

  async find(refs: Parameters<TitleRegistry["find"]>[0]) {
    return refs.map(({ source, id }) => this.titles.get(`${source}:${id}`) ?? null);
  }

  async *withdraw() {}
  async *decisions() {}
  async close() {}
}
