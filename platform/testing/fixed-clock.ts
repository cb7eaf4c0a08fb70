import type { Clock } from "../clock/clock.js";

/** A clock that stands still until it is moved. */
export class FixedClock implements Clock {
  #now: number;

  constructor(now: number | string = "2026-01-01T00:00:00Z") {
    this.#now = new Date(now).getTime();
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
