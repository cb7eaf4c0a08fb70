/** One client at the owner's side: what it asks is done, what it follows is pushed to it, and nothing of it outlives its connection. */
import type { Socket } from "node:net";
import { AppError } from "../errors/app-error.js";
import type { Closeable, EventLog, LogMessage } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import { encodeFrame, type Frame, FrameReader } from "./frames.js";
import { packRead, unpackNew } from "./packed-messages.js";
import {
  fromWireError,
  PROTOCOL_VERSION,
  type Request,
  type Response,
  request as requestSchema,
  toWireError,
  type WireError,
} from "./protocol.js";

/** More than that and nothing further is read of a client until some of it is answered and taken. */
const LIMITS = { requests: 4_096, bytes: 32 * 1024 * 1024, subscriptions: 256 };

/** How long a client that does not read is waited for at the end. */
const LAST_WORDS_MS = 2_000;

interface Subscription {
  reader: Promise<Closeable>;
  /** What was pushed of a partition and is not yet handled. */
  pushed: Map<number, (error: WireError | null) => void>;
}

export class SharedLogSeat {
  readonly #socket: Socket;
  readonly #log: EventLog;
  readonly #logger: Logger;
  readonly #frames = new FrameReader();
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #running = new Set<Promise<void>>();
  #bytes = 0;
  #closing: Promise<void> | undefined;

  constructor(socket: Socket, log: EventLog, logger: Logger) {
    this.#socket = socket;
    this.#log = log;
    this.#logger = logger;
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("drain", () => this.#flow());
    // It is closed after an error, and that is all there is to do.
    socket.on("error", () => {});
    socket.once("close", () => void this.#hangUp());
    this.#send({ type: "hello", version: PROTOCOL_VERSION });
  }

  /** Answers what was asked, and hangs up. */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    this.#socket.pause();
    // A handler at the other side can't say any more that it is done: its messages come again.
    await this.#hangUp();
    await Promise.all(this.#running);
    this.#socket.setTimeout(LAST_WORDS_MS, () => this.#socket.destroy());
    await new Promise<void>((resolve) => {
      this.#socket.once("close", () => resolve());
      this.#socket.end(resolve);
    });
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      for (const frame of this.#frames.read(chunk)) this.#take(frame);
      this.#flow();
    } catch (error) {
      this.#logger.warn({ error }, "a client of the shared log was not understood, and is hung up on");
      this.#socket.destroy();
    }
  }

  #take({ header, body }: Frame): void {
    const parsed = requestSchema.safeParse(header);
    if (!parsed.success) throw new AppError("BAD_USER_INPUT", `No request: ${parsed.error.message}`);
    const request = parsed.data;
    if (request.type === "handled") {
      const { pushed } = this.#subscriptions.get(request.subscription) ?? {};
      pushed?.get(request.partition)?.(request.error);
      return;
    }
    this.#bytes += body.length;
    const running: Promise<void> = this.#answer(request, body).finally(() => {
      this.#running.delete(running);
      this.#bytes -= body.length;
      this.#flow();
    });
    this.#running.add(running);
  }

  async #answer(request: Exclude<Request, { type: "handled" }>, body: Buffer): Promise<void> {
    const { id } = request;
    try {
      this.#send({ type: "answer", id, value: await this.#do(request, body) });
    } catch (error) {
      this.#send({ type: "failure", id, error: toWireError(error) });
    }
  }

  async #do(request: Exclude<Request, { type: "handled" }>, body: Buffer): Promise<unknown> {
    const log = this.#log;
    switch (request.type) {
      case "append":
        return (await log.append(request.topic, unpackNew(request.numbers, body))).map((at) => [
          at.partition,
          at.position,
        ]);
      case "positions":
        return log.positions(request.topic);
      case "partitions":
        return log.partitions(request.topic);
      case "partitionOf":
        return log.partitionOf(request.topic, request.key);
      case "committed":
        return [...(await log.committed(request.group, request.topic))];
      case "ping":
        return log.ping();
      case "leave":
        return this.#leave(request.subscription);
      case "tail": {
        const { topic, id } = request;
        return this.#subscribe(id, (push) =>
          log.tail({
            topic,
            from: new Map(request.from),
            onMessages: (messages) => push(messages, null),
            onError: (error) => {
              if (!this.#gone()) this.#send({ type: "ended", subscription: id, error: toWireError(error) });
            },
          }),
        );
      }
      case "consume": {
        const { id, topic, group, maxMessages, maxBytes, until } = request;
        return this.#subscribe(id, (push) =>
          log.consume({
            topic,
            group,
            ...(maxMessages !== undefined && { maxMessages }),
            ...(maxBytes !== undefined && { maxBytes }),
            ...(until !== undefined && { until: new Map(until) }),
            onBatch: ({ messages, committed }) => push(messages, committed),
            // Its owner is told where the handler is.
            onError() {},
          }),
        );
      }
    }
  }

  async #subscribe(
    id: number,
    open: (push: (messages: readonly LogMessage[], committed: number | null) => Promise<void>) => Promise<Closeable>,
  ): Promise<void> {
    if (this.#socket.destroyed) throw new AppError("UNAVAILABLE", "The client is gone.");
    if (this.#subscriptions.size >= LIMITS.subscriptions) {
      throw new AppError("UNAVAILABLE", `One client may follow ${LIMITS.subscriptions} topics and no more.`);
    }
    const pushed: Subscription["pushed"] = new Map();
    const reader = open((messages, committed) => this.#push(id, pushed, messages, committed));
    this.#subscriptions.set(id, { reader, pushed });
    await reader.catch((error) => {
      this.#subscriptions.delete(id);
      throw error;
    });
  }

  /** Resolves when the other side has handled them. */
  async #push(
    subscription: number,
    pushed: Subscription["pushed"],
    messages: readonly LogMessage[],
    committed: number | null,
  ): Promise<void> {
    const [{ topic, partition } = { topic: "", partition: 0 }] = messages;
    const { numbers, body } = packRead(messages);
    const handled = new Promise<WireError | null>((resolve) => {
      pushed.set(partition, resolve);
    });
    if (this.#gone()) pushed.get(partition)?.(GONE);
    else this.#send({ type: "messages", subscription, topic, partition, committed, numbers }, body);
    const error = await handled;
    pushed.delete(partition);
    if (error !== null) throw fromWireError(error);
  }

  async #leave(subscription: number): Promise<void> {
    const left = this.#subscriptions.get(subscription);
    if (left === undefined) return;
    await (await left.reader).close();
    this.#subscriptions.delete(subscription);
  }

  async #hangUp(): Promise<void> {
    const left = [...this.#subscriptions.values()];
    this.#subscriptions.clear();
    await Promise.all(
      left.map(async ({ reader, pushed }) => {
        const closing = reader.then((opened) => opened.close()).catch(() => undefined);
        for (const handled of pushed.values()) handled(GONE);
        await closing;
      }),
    );
  }

  #gone(): boolean {
    return this.#socket.destroyed || this.#closing !== undefined;
  }

  #send(response: Response, body?: Buffer): void {
    if (this.#socket.destroyed) return;
    this.#socket.write(encodeFrame(response, body));
  }

  #flow(): void {
    if (this.#gone()) return;
    const full =
      this.#running.size >= LIMITS.requests ||
      this.#bytes >= LIMITS.bytes ||
      this.#socket.writableLength >= LIMITS.bytes;
    if (full) this.#socket.pause();
    else this.#socket.resume();
  }
}

const GONE: WireError = { code: "UNAVAILABLE", message: "The client of the shared log is gone.", retriable: true };
