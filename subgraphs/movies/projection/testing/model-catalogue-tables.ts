import { deletedAt, writtenAt } from "@marquee/platform/store/cql-database.js";
import { type Fate, FaultyWrites } from "@marquee/platform/testing/faulty-writes.js";
import type { CatalogueTables, MovieCount } from "../../store/catalogue-tables.js";
import type { MovieState } from "../movie-state.js";

/** A row, or the mark that a delete leaves. */
interface Cell<Value> {
  timestamp: number;
  value: Value | null;
}

/**
 * Tables in memory that take writes as a replicated store does: one row at a time and in any order, the newer timestamp wins, and a
 * write that failed may land later. What each write does is decided by `fates`.
 */
export class ModelCatalogueTables implements CatalogueTables {
  readonly #movies = new Map<string, Cell<MovieState>>();
  readonly #counts = new Map<number, Cell<MovieCount>>();
  readonly #places = new Map<string, Cell<{ retired: boolean }>>();
  readonly #writes: FaultyWrites;

  constructor(fates: readonly Fate[] = []) {
    this.#writes = new FaultyWrites(fates);
  }

  async readMovies(ids: readonly string[]): Promise<Map<string, MovieState>> {
    this.#writes.tick();
    return new Map(this.movies().filter(([id]) => ids.includes(id)));
  }

  async readCount(partition: number): Promise<MovieCount> {
    this.#writes.tick();
    return this.#counts.get(partition)?.value ?? { movies: 0, position: -1 };
  }

  async writePlaces(...[places, counts]: Parameters<CatalogueTables["writePlaces"]>): Promise<void> {
    const writes: (() => void)[] = [];
    for (const { position, retired, taken, left } of places) {
      for (const place of left) writes.push(() => put(this.#places, keyOf(place), deletedAt(position), null));
      for (const place of taken) writes.push(() => put(this.#places, keyOf(place), writtenAt(position), { retired }));
    }
    for (const { partition, ...count } of counts) {
      writes.push(() => put(this.#counts, partition, writtenAt(count.position), count));
    }
    this.#writeAll(writes);
  }

  async writeMovies(movies: Parameters<CatalogueTables["writeMovies"]>[0]): Promise<void> {
    this.#writeAll(
      movies.map(
        ({ id, state }) =>
          () =>
            put(this.#movies, id, writtenAt(state.position), state),
      ),
    );
  }

  movies(): [id: string, state: MovieState][] {
    return [...this.#movies].flatMap(([id, { value }]) => (value === null ? [] : [[id, value]]));
  }

  /** Every row under which movies are found, as the place in JSON, with what stands in it. */
  places(): Map<string, { retired: boolean }> {
    return new Map([...this.#places].flatMap(([key, { value }]) => (value === null ? [] : [[key, value]])));
  }

  count(): number {
    return [...this.#counts.values()].reduce((sum, { value }) => sum + (value?.movies ?? 0), 0);
  }

  /** Lets every late write land. */
  settle(): void {
    this.#writes.settle();
  }

  /** All are sent, whatever becomes of one. */
  #writeAll(writes: readonly (() => void)[]): void {
    const failures: unknown[] = [];
    for (const land of writes) {
      try {
        this.#writes.write(land);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

function keyOf(place: object): string {
  return JSON.stringify(place);
}

function put<Key, Value>(table: Map<Key, Cell<Value>>, key: Key, timestamp: number, value: Value | null): void {
  const stored = table.get(key);
  const tieLost = stored?.timestamp === timestamp && (stored.value === null || value !== null);
  if (stored !== undefined && (stored.timestamp > timestamp || tieLost)) return;
  table.set(key, { timestamp, value });
}
