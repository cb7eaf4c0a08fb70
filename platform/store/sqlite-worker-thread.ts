/** The main side of one worker thread: calls in, outcomes out, and a clear error for everybody when the thread dies. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "../errors/app-error.js";
import { toAppError } from "./sqlite-failure.js";
import type { SqliteWorkerData, WorkerReply, WorkerRequest } from "./sqlite-worker-protocol.js";

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
  #unsent: Request[] = [];
  #lastId = 0;
  #closing = false;
  #death: { cause: unknown } | undefined;

  private constructor(options: SqliteWorkerThreadOptions) {
    this.#options = options;
    this.#worker = startThread(options.script, options.data);
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", (code) => {
        this.#die(new Error(`the thread ended with code ${code}`));
        resolve();
      });
    });
    this.#worker.on("error", (error) => this.#die(error));
  }

  /** Resolves when the thread has opened the file; throws what kept it from doing so. */
  static async start<Request extends { id: number }, Result>(
    options: SqliteWorkerThreadOptions,
  ): Promise<SqliteWorkerThread<Request, Result>> {
    const thread = new SqliteWorkerThread<Request, Result>(options);
    await thread.#opened();
    return thread;
  }

  get waiting(): number {
    return this.#calls.size;
  }

  /** Calls of one turn of the event loop go to the thread in one message, in order. */
  call(request: Omit<Request, "id">): Promise<Result> {
    if (this.#death) return Promise.reject(this.#unavailable());
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

  #opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#calls.set(0, { resolve: () => resolve(), reject });
      this.#worker.on("message", (reply: WorkerReply<Result>) => {
        if ("outcomes" in reply) {
          for (const outcome of reply.outcomes) {
            if ("result" in outcome) this.#take(outcome.id)?.resolve(outcome.result);
            else this.#take(outcome.id)?.reject(toAppError(outcome.failure, this.#options.data.file));
          }
        } else if ("ready" in reply) {
          this.#calls.delete(0);
          resolve();
        } else {
          this.#closing = true;
          this.#calls.delete(0);
          const error = toAppError(reply.failedToOpen, this.#options.data.file);
          void this.#exited.then(() => reject(error));
        }
      });
    });
  }

  #take(id: number): Call<Result> | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  #die(cause: unknown): void {
    if (this.#death) return;
    this.#death = { cause };
    for (const call of this.#calls.values()) call.reject(this.#options.whenLost(cause));
    this.#calls.clear();
    if (!this.#closing) this.#options.onDeath(cause);
  }

  #unavailable(): AppError {
    return new AppError(
      "UNAVAILABLE",
      `The embedded store of ${this.#options.data.file} has stopped: restart Marquee.`,
      {
        cause: this.#death?.cause,
      },
    );
  }
}

function startThread(script: string, workerData: SqliteWorkerData): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL(`./${script}.js`, import.meta.url), { workerData });
  // Run from source, the thread registers the loader itself: Node 20 does not use --import for a thread's first file.
  const loader = createRequire(import.meta.url)
    .resolve("tsx/esm/api")
    .replace(/\.cjs$/, ".mjs");
  const loaderUrl = JSON.stringify(pathToFileURL(loader).href);
  const source = JSON.stringify(new URL(`./${script}.ts`, import.meta.url).href);
  return new Worker(`import(${loaderUrl}).then(({ register }) => (register(), import(${source})));`, {
    eval: true,
    workerData,
  });
}
