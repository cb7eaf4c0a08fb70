/** A movie's place is by score, highest first, then by id. */
export interface Standing {
  readonly id: string;
  score: number;
}

export interface BoardDepth {
  /** How many are ranked. */
  ranked: number;
  /** How many are kept in order, so that some may leave before all have to be looked through again. */
  kept: number;
}

/** Who is best of any number of members: the first of them in order, of the others only that they come later. */
export class Board {
  /** How many it has. */
  size = 0;
  /** Whether what `top` gives may have changed since it was last asked for. */
  changed = true;
  readonly #depth: BoardDepth;
  /** Best first. */
  #first: Standing[] = [];
  /** Nobody else comes before it. A copy: scores change. */
  #bound: Standing | undefined;

  constructor(depth: BoardDepth) {
    this.#depth = depth;
  }

  add(member: Standing): void {
    // Whoever it was the bound of has left.
    if (this.#first.length === this.size) this.#bound = undefined;
    this.size += 1;
    if (this.#bound !== undefined && !comesBefore(member, this.#bound)) return;
    const place = placeOf(this.#first, member);
    this.#first.splice(place, 0, member);
    this.#touch(place);
    if (this.#first.length <= this.#depth.kept) return;
    const last = this.#first.pop();
    if (last !== undefined) this.#bound = { ...last };
  }

  /** With the score that it was added with. */
  remove(member: Standing): void {
    this.size -= 1;
    const place = placeOf(this.#first, member);
    if (this.#first[place] !== member) return;
    this.#first.splice(place, 1);
    this.#touch(place);
  }

  /** The ids of the first, in order. `everybody` is looked through when too many have left. */
  top(everybody: () => Iterable<Standing>): string[] {
    this.changed = false;
    const { ranked, kept } = this.#depth;
    if (this.#first.length < Math.min(ranked, this.size)) {
      this.#first = firstOf(everybody(), kept);
      const last = this.#first.at(-1);
      this.#bound = last === undefined || this.#first.length === this.size ? undefined : { ...last };
    }
    return this.#first.slice(0, ranked).map(({ id }) => id);
  }

  #touch(place: number): void {
    if (place < this.#depth.ranked) this.changed = true;
  }
}

function comesBefore(one: Standing, other: Standing): boolean {
  return one.score > other.score || (one.score === other.score && one.id < other.id);
}

/** Where it stands, or would stand. */
function placeOf(sorted: readonly Standing[], member: Standing): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comesBefore(sorted[middle] as Standing, member)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstOf(everybody: Iterable<Standing>, count: number): Standing[] {
  let best: Standing[] = [];
  let worst: Standing | undefined;
  const cut = () => {
    best = best.sort((one, other) => (comesBefore(one, other) ? -1 : 1)).slice(0, count);
    worst = best.length === count ? best.at(-1) : undefined;
  };
  for (const member of everybody) {
    if (worst !== undefined && comesBefore(worst, member)) continue;
    best.push(member);
    if (best.length >= 4 * count) cut();
  }
  cut();
  return best;
}
