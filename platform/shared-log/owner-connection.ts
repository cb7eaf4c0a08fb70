/** A connection to the process that owns a data folder, at the client's side: questions and their answers, and what is pushed. */
import { connect, type Socket } from "node:net";
import { AppError } from "../errors/app-error.js";
import { encodeFrame, type Frame, FrameReader } from "./frames.js";
import {
  fromWireError,
  PROTOCOL_VERSION,
  type Pushed,
  type Request,
  type Response,
  type WireError,
} from "./protocol.js";
import { withShortPath } from "./socket-path.js";

/** What may wait for answers at once; more is refused. */
const LIMITS = { requests: 4_096, bytes: 32 * 1024 * 1024 };
/** An owner that says nothing for so long, though it was asked, is given up. Counted in ticks: a process that was stopped counts none. */
const SILENCE_TICKS = 30;
const TICK_MS = 1_000;

export type Question = Request extends infer One ? (One extends { id: number } ? Omit<One, "id"> : never) : never;

export interface Subscriber {
  onMessages(pushed: Pushed, body: Buffer): void;
  onEnded(error: WireError): void;
}

interface Asked {
  bytes: number;
  appends: boolean;
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

export class OwnerConnection {
  readonly #socket: Socket;
  readonly #frames = new FrameReader();
  readonly #asked = new Map<number, Asked>();
  readonly #subscribers = new Map<number, Subscriber>();
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;
  #lastId = 0;
  #silentTicks = 0;
  #lost: AppError | undefined;
  #greeted: { resolve(): void; reject(error: AppError): void } | undefined;
  /** Resolves when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#lose(new AppError("UNAVAILABLE", GONE));
        resolve();
      });
    });
    socket.on("error", (cause) => this.#lose(new AppError("UNAVAILABLE", GONE, { cause })));
    socket.on("data", (chunk) => this.#read(chunk));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Throws UNAVAILABLE where nobody listens, CONFIG_INVALID where another version of Marquee does. */
  static async open(path: string): Promise<OwnerConnection> {
    const connection = await withShortPath(path, async (address) => {
      const opened = new OwnerConnection(connect(address));
      await opened.#greeting();
      return opened;
    });
    return connection;
  }

  get usable(): boolean {
    return this.#lost === undefined;
  }

  /**
   * Throws what the owner answered; UNKNOWN_OUTCOME for an append whose answer did not come, UNAVAILABLE for anything else, and for
   * what was never sent.
   */
  async ask(question: Question, body?: Buffer, subscriber?: Subscriber): Promise<unknown> {
    if (this.#lost !== undefined) throw this.#lost;
    this.#lastId += 1;
    const id = this.#lastId;
    const frame = encodeFrame({ ...question, id }, body);
    if (this.#asked.size >= LIMITS.requests || (this.#bytes > 0 && this.#bytes + frame.length > LIMITS.bytes)) {
      throw new AppError("UNAVAILABLE", "Too much waits to be written to the log: send it again when some of it is.");
    }
    if (subscriber !== undefined) this.#subscribers.set(id, subscriber);
    this.#bytes += frame.length;
    if (this.#asked.size === 0) this.#silentTicks = 0;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#asked.set(id, { bytes: frame.length, appends: question.type === "append", resolve, reject });
    });
    this.#socket.write(frame);
    return answer;
  }

  /** Its number is that of the question that began it, which is the last one asked. */
  async subscribe(question: Question, subscriber: Subscriber): Promise<number> {
    const answer = this.ask(question, undefined, subscriber);
    const id = this.#lastId;
    try {
      await answer;
    } catch (error) {
      this.#subscribers.delete(id);
      throw error;
    }
    return id;
  }

  handled(subscription: number, partition: number, error: WireError | null): void {
    if (!this.usable) return;
    this.#socket.write(encodeFrame({ type: "handled", subscription, partition, error } satisfies Request));
  }

  async leave(subscription: number): Promise<void> {
    // What ends with the connection has been left.
    await this.ask({ type: "leave", subscription }).catch(() => undefined);
    this.#subscribers.delete(subscription);
  }

  async close(): Promise<void> {
    this.#socket.end();
    this.#socket.destroySoon();
    await this.closed;
  }

  #greeting(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#greeted = { resolve, reject };
    });
  }

  #read(chunk: Buffer): void {
    this.#silentTicks = 0;
    try {
      for (const frame of this.#frames.read(chunk)) this.#take(frame);
    } catch (cause) {
      this.#lose(new AppError("UNAVAILABLE", "The owner of the data folder was not understood.", { cause }));
      this.#socket.destroy();
    }
  }

  #take({ header, body }: Frame): void {
    const response = header as Response;
    if (response.type === "hello") this.#greet(response.version);
    else if (response.type === "messages") this.#subscribers.get(response.subscription)?.onMessages(response, body);
    else if (response.type === "ended") this.#subscribers.get(response.subscription)?.onEnded(response.error);
    else if (response.type === "answer") this.#settle(response.id)?.resolve(response.value);
    else this.#settle(response.id)?.reject(fromWireError(response.error));
  }

  #greet(version: number): void {
    if (version === PROTOCOL_VERSION) {
      this.#greeted?.resolve();
      this.#greeted = undefined;
      return;
    }
    this.#lose(
      new AppError(
        "CONFIG_INVALID",
        `The Marquee that runs on this data folder is of another version (it speaks ${version} of the shared log, this one ${PROTOCOL_VERSION}): start it again from this checkout.`,
      ),
    );
    this.#socket.destroy();
  }

  #settle(id: number): Asked | undefined {
    const asked = this.#asked.get(id);
    if (asked === undefined) return undefined;
    this.#asked.delete(id);
    this.#bytes -= asked.bytes;
    return asked;
  }

  #tick(): void {
    if (this.#asked.size === 0 && this.#greeted === undefined) return;
    this.#silentTicks += 1;
    if (this.#silentTicks < SILENCE_TICKS) return;
    this.#lose(new AppError("UNAVAILABLE", `The owner of the data folder has said nothing for ${SILENCE_TICKS} s.`));
    this.#socket.destroy();
  }

  #lose(error: AppError): void {
    if (this.#lost !== undefined) return;
    this.#lost = error;
    clearInterval(this.#timer);
    this.#greeted?.reject(error);
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const { appends, reject } of asked) {
      reject(appends ? new AppError("UNKNOWN_OUTCOME", UNKNOWN, { cause: error }) : error);
    }
  }
}

const GONE = "The Marquee that owns the data folder does not answer: start it again.";
const UNKNOWN =
  "The Marquee that owns the data folder went away before it said whether this was stored: send it again with the same event ids.";
