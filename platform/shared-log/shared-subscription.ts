/** What a client follows through the owner of the log: opened again, from where it was, whenever the owner comes back. */
import { AppError } from "../errors/app-error.js";
import { BackOff } from "../event-log/back-off.js";
import type { Closeable, LogMessage } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import type { OwnerConnection, Question } from "./owner-connection.js";
import { unpackRead } from "./packed-messages.js";
import { fromWireError, type Pushed, toWireError } from "./protocol.js";

export interface Subscription {
  /** What to ask for now; asked anew each time the owner has come back. */
  question(): Question;
  /** What it throws is told to the owner: a group gets the messages again, a tail ends. */
  handle(messages: readonly LogMessage[], committed: number): Promise<void>;
  /** It has ended by itself. */
  onEnded(error: AppError): void;
}

export class SharedSubscription implements Closeable {
  readonly #connect: () => Promise<OwnerConnection>;
  readonly #subscription: Subscription;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  readonly #handling = new Set<Promise<void>>();
  #open: { connection: OwnerConnection; id: number } | undefined;
  #followed: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  private constructor(connect: () => Promise<OwnerConnection>, subscription: Subscription, logger: Logger) {
    this.#connect = connect;
    this.#subscription = subscription;
    this.#logger = logger;
  }

  /** Throws when the owner can't be asked now. */
  static async open(
    connect: () => Promise<OwnerConnection>,
    subscription: Subscription,
    logger: Logger,
  ): Promise<SharedSubscription> {
    const opened = new SharedSubscription(connect, subscription, logger);
    await opened.#subscribe();
    opened.#followed = opened.#follow();
    return opened;
  }

  close(): Promise<void> {
    this.#closed ??= this.#leave();
    return this.#closed;
  }

  async #leave(): Promise<void> {
    this.#stop.abort();
    await this.#open?.connection.leave(this.#open.id);
    await Promise.all(this.#handling);
    await this.#followed;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve());
    });
    const backOff = new BackOff();
    while (!signal.aborted) {
      await Promise.race([this.#open?.connection.closed, stopped]);
      if (signal.aborted) return;
      this.#logger.info({}, "the owner of the data folder is gone; its log is followed again when it is back");
      // Two handlers of one partition never run at once, whoever sent the messages.
      await Promise.all(this.#handling);
      while (!signal.aborted && !(await this.#resubscribe())) await backOff.wait(signal);
      backOff.reset();
    }
  }

  /** Says whether there is no need to try again. */
  async #resubscribe(): Promise<boolean> {
    try {
      await this.#subscribe();
      return true;
    } catch (error) {
      if (error instanceof AppError && error.retriable) return false;
      this.#end(error instanceof AppError ? error : fromWireError(toWireError(error)));
      return true;
    }
  }

  async #subscribe(): Promise<void> {
    const connection = await this.#connect();
    const id = await connection.subscribe(this.#subscription.question(), {
      onMessages: (pushed, body) => this.#take(connection, pushed, body),
      onEnded: (error) => this.#end(fromWireError(error)),
    });
    this.#open = { connection, id };
    if (this.#stop.signal.aborted) await connection.leave(id);
  }

  #take(connection: OwnerConnection, pushed: Pushed, body: Buffer): void {
    const { subscription, partition } = pushed;
    if (this.#stop.signal.aborted) {
      connection.handled(subscription, partition, LEAVING);
      return;
    }
    const handling: Promise<void> = this.#handle(pushed, body)
      .then(
        () => connection.handled(subscription, partition, null),
        (error) => connection.handled(subscription, partition, toWireError(error)),
      )
      .finally(() => this.#handling.delete(handling));
    this.#handling.add(handling);
  }

  async #handle({ topic, partition, numbers, committed }: Pushed, body: Buffer): Promise<void> {
    await this.#subscription.handle(unpackRead({ topic, partition }, numbers, body), committed ?? 0);
  }

  #end(error: AppError): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#subscription.onEnded(error);
  }
}

const LEAVING = { code: "UNAVAILABLE", message: "Its reader is being closed.", retriable: true };
