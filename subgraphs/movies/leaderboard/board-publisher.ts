import { AppError } from "@marquee/platform/errors/app-error.js";
import type { BoardSnapshot, BoardSnapshots } from "../store/board-snapshots.js";
import type { MovieRanking } from "./movie-ranking.js";

/** Versions of one term; the next term's come after all of them. */
const VERSIONS_OF_TERM = 2 ** 24;
const BOARDS_AT_ONCE = 50;

export interface BoardPublisherOptions {
  ranking: MovieRanking;
  snapshots: BoardSnapshots;
  /** See CqlLease.acquire. */
  term: number;
  /** Asked before every write: once it says no, nothing is published any more. */
  mayPublish(): boolean;
}

/**
 * Brings what one worker has ranked to everybody, during one term. After a call that threw nobody knows what is published, so
 * it is of no use any more: the next term begins with publishing everything.
 */
export class BoardPublisher {
  readonly #options: BoardPublisherOptions;
  readonly #published = new Map<string, BoardSnapshot>();
  #versions = 0;

  constructor(options: BoardPublisherOptions) {
    this.#options = options;
  }

  /** Publishes every board anew, so that whatever the worker before still sends comes too late; those without movies too. */
  async takeOver(): Promise<void> {
    const { snapshots, ranking } = this.#options;
    for await (const names of snapshots.boards()) {
      await inTurn(names, async (some) => {
        const found = await Promise.all(some.map((name) => snapshots.newest(name)));
        const before = found.filter((snapshot) => snapshot !== null);
        await this.#publish(
          some.map((board) => this.#next(board)),
          before,
        );
      });
    }
    const others = ranking.boards().filter((name) => !this.#published.has(name));
    await inTurn(others, (some) =>
      this.#publish(
        some.map((board) => this.#next(board)),
        [],
      ),
    );
  }

  /** Publishes the boards whose order has changed. */
  async publishChanged(): Promise<void> {
    await inTurn(this.#options.ranking.changedBoards(), async (some) => {
      const changed: BoardSnapshot[] = [];
      const before: BoardSnapshot[] = [];
      for (const board of some) {
        const movieIds = this.#options.ranking.top(board);
        const published = this.#published.get(board);
        if (published !== undefined && isEqual(published.movieIds, movieIds)) continue;
        changed.push(this.#next(board, movieIds));
        if (published !== undefined) before.push(published);
      }
      await this.#publish(changed, before);
    });
  }

  /** What is replaced is put aside before: whoever pages through it finds it either here or there. */
  async #publish(snapshots: readonly BoardSnapshot[], before: readonly BoardSnapshot[]): Promise<void> {
    this.#check();
    await this.#options.snapshots.keep(before);
    this.#check();
    await this.#options.snapshots.put(snapshots);
    for (const snapshot of snapshots) this.#published.set(snapshot.board, snapshot);
  }

  #next(board: string, movieIds = this.#options.ranking.top(board)): BoardSnapshot {
    this.#versions += 1;
    return { board, movieIds, version: this.#options.term * VERSIONS_OF_TERM + this.#versions };
  }

  #check(): void {
    if (this.#options.mayPublish() && this.#versions < VERSIONS_OF_TERM) return;
    throw new AppError("UNAVAILABLE", "This term of the leaderboard's worker has ended.");
  }
}

async function inTurn(names: readonly string[], work: (some: readonly string[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < names.length; start += BOARDS_AT_ONCE) {
    await work(names.slice(start, start + BOARDS_AT_ONCE));
  }
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
