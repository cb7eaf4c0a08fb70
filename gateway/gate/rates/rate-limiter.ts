/** Counts what callers take of an allowance that comes back with time. Where it is kept decides how many gateways share it. */
export interface RateLimiter {
  /** Takes one from the caller's allowance: 0 where there was one, else the milliseconds until there is. Takes nothing more then. */
  take(caller: string): Promise<number>;
  /** The caller starts again with all of it. */
  forget(caller: string): Promise<void>;
}

export interface RateLimit {
  /** So many … */
  points: number;
  /** … in this time. */
  seconds: number;
}
