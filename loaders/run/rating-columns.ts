const CHUNK = 65_536;

/** What one rating takes. */
export const BYTES_PER_RATING = 21;

/** -1 in `next`: the last of its movie. */
export const NONE = -1;

/** Ratings as numbers in columns, 21 bytes each, where an object and its texts would take ten times as much. */
export class RatingColumns {
  readonly #chunks: Chunk[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Gives its number, from 0. */
  add(title: number, user: number, score: number, ratedAt: number): number {
    const at = this.#length % CHUNK;
    if (at === 0) this.#chunks.push(new Chunk());
    const chunk = this.#chunkOf(this.#length);
    chunk.titles[at] = title;
    chunk.users[at] = user;
    chunk.scores[at] = score;
    chunk.ratedAt[at] = ratedAt;
    chunk.next[at] = NONE;
    return this.#length++;
  }

  /** Has one follow another in the list of its movie. */
  link(rating: number, next: number): void {
    this.#chunkOf(rating).next[rating % CHUNK] = next;
  }

  get(rating: number): { title: number; user: number; score: number; ratedAt: number; next: number } {
    const { titles, users, scores, ratedAt, next } = this.#chunkOf(rating);
    const at = rating % CHUNK;
    return {
      title: titles[at] ?? 0,
      user: users[at] ?? 0,
      score: scores[at] ?? 0,
      ratedAt: ratedAt[at] ?? 0,
      next: next[at] ?? NONE,
    };
  }

  #chunkOf(rating: number): Chunk {
    return this.#chunks[(rating / CHUNK) | 0] as Chunk;
  }
}

class Chunk {
  readonly titles = new Uint32Array(CHUNK);
  readonly users = new Uint32Array(CHUNK);
  readonly scores = new Uint8Array(CHUNK);
  readonly ratedAt = new Float64Array(CHUNK);
  readonly next = new Int32Array(CHUNK);
}
