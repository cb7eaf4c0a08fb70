import { AppError } from "../errors/app-error.js";
import type {
  AppendedAt,
  Closeable,
  ConsumeOptions,
  EventLog,
  NewMessage,
  PartitionRange,
  TailOptions,
} from "../event-log/event-log.js";
import { type Logger, silentLogger } from "../logger/logger.js";
import { OwnerConnection, type Question } from "./owner-connection.js";
import { packNew } from "./packed-messages.js";
import { SharedSubscription } from "./shared-subscription.js";
import { socketPath } from "./socket-path.js";

/**
 * The log of a data folder that a running Marquee owns, by way of that one. Throws UNAVAILABLE where none answers, CONFIG_INVALID where
 * one of another version does. When the owner goes away, appends that wait for an answer fail with UNKNOWN_OUTCOME and new ones with
 * UNAVAILABLE; when it is back, they work again and whatever is followed goes on from where it was.
 */
export async function openSharedLog(dataDir: string, options: { logger?: Logger } = {}): Promise<EventLog> {
  const path = socketPath(dataDir);
  return new SharedLog(path, await OwnerConnection.open(path), options.logger ?? silentLogger);
}

class SharedLog implements EventLog {
  readonly #path: string;
  readonly #logger: Logger;
  readonly #subscriptions = new Set<SharedSubscription>();
  #connection: OwnerConnection;
  #connecting: Promise<OwnerConnection> | undefined;
  #closed = false;

  constructor(path: string, connection: OwnerConnection, logger: Logger) {
    this.#path = path;
    this.#connection = connection;
    this.#logger = logger;
  }

  async append(topic: string, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    const { numbers, body } = packNew(messages);
    const places = (await this.#ask({ type: "append", topic, numbers }, body)) as [number, number][];
    return places.map(([partition, position]) => ({ partition, position }));
  }

  async consume(options: ConsumeOptions): Promise<Closeable> {
    const { topic, group, maxMessages, maxBytes, until } = options;
    return this.#follow({
      question: () => ({
        type: "consume",
        topic,
        group,
        maxMessages,
        maxBytes,
        until: until && [...until],
      }),
      handle: async (messages, committed) => {
        const batch = { topic, partition: messages[0]?.partition ?? 0, committed, messages };
        try {
          await options.onBatch(batch);
        } catch (error) {
          if (options.onError) options.onError(error, batch);
          else this.#logger.warn({ error, group, topic }, "a batch failed; it comes again");
          throw error;
        }
      },
      onEnded: (error) => this.#logger.error({ error, group, topic }, "a group's member ended"),
    });
  }

  async tail(options: TailOptions): Promise<Closeable> {
    const { topic } = options;
    const next = new Map((await this.positions(topic)).map(({ partition, end }) => [partition, end]));
    for (const [partition, position] of options.from) next.set(partition, position);
    const end = (error: unknown): void => {
      if (options.onError) options.onError(error);
      else this.#logger.error({ error, topic }, "a tail ended");
    };
    let ended = false;
    return this.#follow({
      question: () => ({ type: "tail", topic, from: [...next] }),
      async handle(messages) {
        if (ended) return;
        try {
          await options.onMessages(messages);
        } catch (error) {
          ended = true;
          end(error);
          throw error;
        }
        const last = messages.at(-1);
        if (last !== undefined) next.set(last.partition, last.position + 1);
      },
      onEnded: (error) => {
        if (!ended) end(error);
      },
    });
  }

  async positions(topic: string): Promise<PartitionRange[]> {
    return (await this.#ask({ type: "positions", topic })) as PartitionRange[];
  }

  async committed(group: string, topic: string): Promise<Map<number, number>> {
    return new Map((await this.#ask({ type: "committed", group, topic })) as [number, number][]);
  }

  async partitions(topic: string): Promise<number> {
    return (await this.#ask({ type: "partitions", topic })) as number;
  }

  async partitionOf(topic: string, key: string): Promise<number> {
    return (await this.#ask({ type: "partitionOf", topic, key })) as number;
  }

  async ping(): Promise<void> {
    await this.#ask({ type: "ping" });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await this.#connecting?.catch(() => undefined);
    await this.#connection.close();
  }

  async #ask(question: Question, body?: Buffer): Promise<unknown> {
    return (await this.#connect()).ask(question, body);
  }

  async #follow(subscription: Parameters<typeof SharedSubscription.open>[1]): Promise<Closeable> {
    const opened = await SharedSubscription.open(() => this.#connect(), subscription, this.#logger);
    this.#subscriptions.add(opened);
    return {
      close: async () => {
        await opened.close();
        this.#subscriptions.delete(opened);
      },
    };
  }

  async #connect(): Promise<OwnerConnection> {
    if (this.#closed) throw new AppError("UNAVAILABLE", "The log is closed.");
    if (this.#connection.usable) return this.#connection;
    this.#connecting ??= OwnerConnection.open(this.#path)
      .then((connection) => {
        this.#connection = connection;
        return connection;
      })
      .finally(() => {
        this.#connecting = undefined;
      });
    return this.#connecting;
  }
}
