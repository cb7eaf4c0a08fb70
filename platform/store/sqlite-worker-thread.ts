/** The main side of one worker thread: calls in, outcomes out, and a clear error for everybody when the thread dies. */
import type { Worker } from "node:worker_threads";
import { AppError } from "../errors/app-error.js";
import { toAppError } from "./sqlite-failure.js";
import type { SqliteWorkerData, WorkerReply, WorkerRequest } from "./sqlite-worker-protocol.js";
import { startWorker } from "./start-worker.js";

export interface SqliteWorkerThreadOptions {
  /** Beside this file, without extension. */
  script: "libsql-writer-worker" | "libsql-reader-worker";
  data: SqliteWorkerData;
  /** What a call gets that was under way when the thread died. */
  whenLost(cause: unknown): AppError;
  onDeath(cause: unknown): void;
}

interface Call<Result> {
  resolve(result: Result): void;
  reject(error: AppError): void;
}

export class SqliteWorkerThread<Request extends { id: number }, Result> {
  readonly #options: SqliteWorkerThreadOptions;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #calls = new Map<number, Call<Result>>();
  #opening: Call<void> | undefined;
  #unsent: Request[] = [];
  #lastId = 0;
  #closing = false;
  #death: { cause: unknown } | undefined;

  /** Starts the thread, which does not touch the file before `open`. */
  constructor(options: SqliteWorkerThreadOptions) {
    this.#options = options;
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    this.#worker = startWorker(new URL(`./${options.script}.${extension}`, import.meta.url), options.data);
    this.#worker.on("message", (reply: WorkerReply<Result>) => this.#take(reply));
    this.#worker.on("error", (error) => this.#die(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", (code) => {
        this.#die(new Error(`the thread ended with code ${code}`));
        resolve();
      });
    });
  }

  /** Calls that have no outcome yet. */
  get waiting(): number {
    return this.#calls.size;
  }

  /** Throws what keeps the thread from opening the file; it is still to be closed then. */
  open(): Promise<void> {
    if (this.#death) return Promise.reject(this.#stopped());
    return new Promise((resolve, reject) => {
      this.#opening = { resolve, reject };
      this.#post({ open: true });
    });
  }

  /** Calls of one turn of the event loop go to the thread in one message, in order. */
  call(request: Omit<Request, "id">): Promise<Result> {
    if (this.#death) return Promise.reject(this.#stopped());
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#unsent.length === 0) setImmediate(() => this.#send());
    this.#unsent.push({ ...request, id } as Request);
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
    });
  }

  /** Resolves when everything called before is done and the thread has ended. */
  async close(): Promise<void> {
    if (!this.#closing && !this.#death) {
      this.#closing = true;
      this.#send();
      this.#post({ close: true });
    }
    await this.#exited;
  }

  #send(): void {
    if (this.#unsent.length === 0 || this.#death) return;
    const requests = this.#unsent;
    this.#unsent = [];
    this.#post({ requests });
  }

  #post(message: WorkerRequest<Request>): void {
    this.#worker.postMessage(message);
  }

  #take(reply: WorkerReply<Result>): void {
    if ("opened" in reply) {
      if ("failure" in reply) this.#opening?.reject(toAppError(reply.failure, this.#options.data.file));
      else this.#opening?.resolve();
      this.#opening = undefined;
      return;
    }
    for (const outcome of reply.outcomes) {
      const call = this.#calls.get(outcome.id);
      this.#calls.delete(outcome.id);
      if ("result" in outcome) call?.resolve(outcome.result);
      else call?.reject(toAppError(outcome.failure, this.#options.data.file));
    }
  }

  #die(cause: unknown): void {
    if (this.#death) return;
    this.#death = { cause };
    this.#opening?.reject(this.#stopped());
    for (const call of this.#calls.values()) call.reject(this.#options.whenLost(cause));
    this.#calls.clear();
    if (!this.#closing) this.#options.onDeath(cause);
  }

  #stopped(): AppError {
    const message = `The embedded store of ${this.#options.data.file} has stopped: restart Marquee.`;
    return new AppError("UNAVAILABLE", message, { cause: this.#death?.cause });
  }
}
