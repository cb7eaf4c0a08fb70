import type { MovieEntry, MovieStore } from "../store/movie-store.js";

/** Which movies can be reviewed. Whoever asks for one that was made just now is told as soon as its event is folded. */
export class KnownMovies {
  readonly #store: MovieStore;
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(store: MovieStore) {
    this.#store = store;
  }

  async learn(entries: readonly MovieEntry[]): Promise<void> {
    await this.#store.write(entries);
    for (const { movieId } of entries) {
      for (const wake of this.#waiting.get(movieId) ?? []) wake();
    }
  }

  /** Whether the movie exists and is not retired; asks again, within `waitMs`, when something is learnt of it. */
  async exists(movieId: string, waitMs: number): Promise<boolean> {
    if (await this.#store.exists(movieId)) return true;
    const deadline = AbortSignal.timeout(waitMs);
    for (;;) {
      // Listening starts before asking: what is learnt in between is not missed.
      const learnt = this.#nextOf(movieId, deadline);
      if (await this.#store.exists(movieId)) {
        learnt.cancel();
        return true;
      }
      await learnt.promise;
      if (deadline.aborted) return this.#store.exists(movieId);
    }
  }

  /** Movies that somebody waits for. */
  get waitedFor(): number {
    return this.#waiting.size;
  }

  #nextOf(movieId: string, deadline: AbortSignal): { promise: Promise<void>; cancel(): void } {
    const waiting = this.#waiting.get(movieId) ?? new Set();
    this.#waiting.set(movieId, waiting);
    let cancel: () => void = () => {};
    const promise = new Promise<void>((resolve) => {
      cancel = () => {
        deadline.removeEventListener("abort", cancel);
        waiting.delete(cancel);
        if (waiting.size === 0 && this.#waiting.get(movieId) === waiting) this.#waiting.delete(movieId);
        resolve();
      };
      waiting.add(cancel);
      if (deadline.aborted) cancel();
      else deadline.addEventListener("abort", cancel);
    });
    return { promise, cancel };
  }
}
