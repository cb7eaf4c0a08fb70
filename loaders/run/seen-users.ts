/** The users that were met lately. One that is forgotten is sent again, which changes nothing. */
export class SeenUsers {
  readonly #limit: number;
  readonly #users = new Set<string>();

  constructor(limit = 200_000) {
    this.#limit = limit;
  }

  /** Whether this one is new, or forgotten. */
  meet(userId: string): boolean {
    if (this.#users.has(userId)) return false;
    this.#users.add(userId);
    if (this.#users.size > this.#limit) {
      for (const oldest of this.#users) {
        this.#users.delete(oldest);
        break;
      }
    }
    return true;
  }
}
