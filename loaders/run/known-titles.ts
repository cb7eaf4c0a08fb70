import type { LoadRecord, TitleRef } from "../records/load-record.js";
import type { TitleRegistry } from "../titles/title-registry.js";
import { refKey } from "./load-events.js";
import type { RatedTitle } from "./rating-window.js";

/** What the registry knows of titles that records speak of, kept while nobody says anything new of titles. */
export class KnownTitles {
  readonly #registry: Pick<TitleRegistry, "find">;
  readonly #limit: number;
  #known = new Map<string, RatedTitle | null>();

  constructor(registry: Pick<TitleRegistry, "find">, limit = 60_000) {
    this.#registry = registry;
    this.#limit = limit;
  }

  /** Looks up what is not known of these records' titles, in one call; `get` answers for all of them afterwards. */
  async meet(records: readonly LoadRecord[]): Promise<void> {
    const missing = new Map<string, TitleRef>();
    for (const record of records) {
      if (record.type === "title") continue;
      const key = refKey(record.title);
      if (!this.#known.has(key)) missing.set(key, record.title);
    }
    if (missing.size === 0) return;
    if (this.#known.size + missing.size > this.#limit) this.#startAnew(records);
    const found = await this.#registry.find([...missing.values()]);
    let index = 0;
    for (const [key, { id: titleId }] of missing) {
      const title = found[index++] ?? null;
      this.#known.set(
        key,
        title === null ? null : { titleId, movieId: title.movieId, facts: JSON.stringify(title.facts) },
      );
    }
  }

  get(ref: TitleRef): RatedTitle | null {
    return this.#known.get(refKey(ref)) ?? null;
  }

  forget(): void {
    this.#known = new Map();
  }

  /** Keeps nothing but what this batch needs. */
  #startAnew(records: readonly LoadRecord[]): void {
    const before = this.#known;
    this.#known = new Map();
    for (const record of records) {
      if (record.type === "title") continue;
      const key = refKey(record.title);
      const known = before.get(key);
      if (known !== undefined) this.#known.set(key, known);
    }
  }
}
