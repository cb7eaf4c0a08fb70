import { AppError } from "../errors/app-error.js";
import { keepTrace } from "../tracing/otel-spans.js";

export interface RequestGateOptions {
  maxInFlight: number;
  /** Calls, of however many requests each, that may wait. */
  maxWaitingCalls: number;
}

interface Call {
  next: number;
  readonly count: number;
  run(index: number): Promise<void>;
  finished(): void;
  /** Set by the first failure: nothing more of this call is begun. */
  failed: boolean;
  error: unknown;
  inFlight: number;
}

/**
 * Bounds the requests that are under way in the whole process. Calls take turns, one request each, so that a call of thousands
 * does not hold up a call of one.
 */
export class RequestGate {
  readonly #options: RequestGateOptions;
  readonly #waiting: Call[] = [];
  /** Whose turn it is among those that wait. */
  #turn = 0;
  #inFlight = 0;
  #queued = 0;
  #closed = false;

  constructor(options: RequestGateOptions) {
    this.#options = options;
  }

  /**
   * Runs so many requests, and resolves when all have. Throws what the first failing one threw, when none of them is under way
   * any more; UNAVAILABLE when too many calls wait already.
   */
  async each(count: number, run: (index: number) => Promise<void>): Promise<void> {
    if (count === 0) return;
    if (this.#closed) throw new AppError("UNAVAILABLE", "Cassandra's connections are closed.");
    if (this.#waiting.length >= this.#options.maxWaitingCalls) {
      throw new AppError("UNAVAILABLE", "Cassandra has too much to do; try again later.");
    }
    await new Promise<void>((resolve, reject) => {
      const call: Call = {
        next: 0,
        count,
        run: keepTrace(run),
        failed: false,
        error: undefined,
        inFlight: 0,
        finished: settle,
      };
      function settle() {
        if (call.failed) reject(call.error);
        else resolve();
      }
      this.#queued += count;
      this.#waiting.push(call);
      this.#fill();
    });
  }

  /** One request, for what it gives. */
  async one<Result>(run: () => Promise<Result>): Promise<Result> {
    let result: { value: Result } | undefined;
    await this.each(1, async () => {
      result = { value: await run() };
    });
    return (result as { value: Result }).value;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Requests that wait for their turn. */
  get queued(): number {
    return this.#queued;
  }

  /** Begins nothing more. */
  close(): void {
    this.#closed = true;
    const error = new AppError("UNAVAILABLE", "Cassandra's connections are closed.");
    for (const call of this.#waiting.splice(0)) this.#fail(call, error);
  }

  #fill(): void {
    while (this.#inFlight < this.#options.maxInFlight) {
      const call = this.#waiting[this.#turn];
      if (call === undefined) break;
      const index = call.next++;
      if (call.next >= call.count) this.#leave(this.#turn);
      else this.#turn = (this.#turn + 1) % this.#waiting.length;
      this.#begin(call, index);
    }
  }

  #begin(call: Call, index: number): void {
    this.#inFlight += 1;
    this.#queued -= 1;
    call.inFlight += 1;
    call.run(index).then(
      () => this.#end(call),
      (error: unknown) => {
        this.#fail(call, error);
        this.#end(call);
      },
    );
  }

  #end(call: Call): void {
    this.#inFlight -= 1;
    call.inFlight -= 1;
    if (call.inFlight === 0 && call.next >= call.count) call.finished();
    this.#fill();
  }

  #fail(call: Call, error: unknown): void {
    if (call.failed) return;
    call.failed = true;
    call.error = error;
    this.#queued -= call.count - call.next;
    call.next = call.count;
    const place = this.#waiting.indexOf(call);
    if (place >= 0) this.#leave(place);
    if (call.inFlight === 0) call.finished();
  }

  #leave(place: number): void {
    this.#waiting.splice(place, 1);
    if (place < this.#turn) this.#turn -= 1;
    if (this.#turn >= this.#waiting.length) this.#turn = 0;
  }
}
