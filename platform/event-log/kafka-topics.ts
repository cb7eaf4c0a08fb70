import type { ITopicConfig } from "kafkajs";
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import { BackOff } from "./back-off.js";
import type { KafkaAdmin } from "./kafka-admin.js";
import { type KafkaEventLogOptions, MAX_RECORD_BATCH_BYTES } from "./kafka-options.js";

/** A topic that is there, with the number of partitions asked for. */
export interface KafkaTopic {
  name: string;
  /** With prefix, as the cluster calls it. */
  kafkaName: string;
  partitions: number;
}

type TopicOptions = Pick<
  KafkaEventLogOptions,
  "topicPrefix" | "partitions" | "replication" | "minInsyncReplicas" | "topicSettings"
>;

const CREATED_WITHIN_MS = 10_000;

/** Finds topics, and makes those that are missing: as many processes at once as may be. */
export class KafkaTopics {
  readonly #admin: KafkaAdmin;
  readonly #options: TopicOptions;
  readonly #logger: Logger;
  readonly #topics = new Map<string, Promise<KafkaTopic>>();
  readonly #known = new Map<string, KafkaTopic>();

  constructor(admin: KafkaAdmin, options: TopicOptions, logger: Logger) {
    this.#admin = admin;
    this.#options = options;
    this.#logger = logger;
  }

  /** CONFIG_INVALID when the topic has another number of partitions, or can't be made; UNAVAILABLE without a cluster. */
  open(name: string): Promise<KafkaTopic> {
    const known = this.#topics.get(name);
    if (known !== undefined) return known;
    const opening = this.#open(name);
    this.#topics.set(name, opening);
    // What failed once is tried again by the next call.
    opening.then(
      (topic) => this.#known.set(name, topic),
      () => this.#topics.delete(name),
    );
    return opening;
  }

  /** A topic that was opened before. */
  known(name: string): KafkaTopic | undefined {
    return this.#known.get(name);
  }

  async #open(name: string): Promise<KafkaTopic> {
    const kafkaName = `${this.#options.topicPrefix}${name}`;
    const found = (await this.#admin.topic(kafkaName)) ?? (await this.#create(name, kafkaName));
    const { partitions, replication } = this.#options;
    if (found.length !== partitions) {
      throw new AppError(
        "CONFIG_INVALID",
        `Topic ${kafkaName} has ${found.length} partitions, and EVENT_LOG_PARTITIONS asks for ${partitions}: set it to ` +
          `${found.length}. The number is fixed once there is data, for a key's past is where it was put.`,
      );
    }
    const copies = Math.min(...found.map(({ replicas }) => replicas));
    if (copies < replication) {
      this.#logger.warn({ topic: kafkaName, copies, replication }, "a topic has fewer copies than configured");
    }
    return { name, kafkaName, partitions };
  }

  async #create(name: string, kafkaName: string): Promise<{ leader: number; replicas: number }[]> {
    const { partitions, replication, topicSettings } = this.#options;
    const made = await this.#admin.createTopic({
      topic: kafkaName,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: this.#settings(topicSettings?.(name)),
    });
    if (made) this.#logger.info({ topic: kafkaName, partitions, replication }, "topic made");
    const giveUpAt = performance.now() + CREATED_WITHIN_MS;
    for (const backOff = new BackOff(); ; await backOff.wait()) {
      const found = await this.#admin.topic(kafkaName);
      if (found?.every(({ leader }) => leader >= 0)) return found;
      if (performance.now() > giveUpAt) {
        throw new AppError("UNAVAILABLE", `Topic ${kafkaName} was made, but its partitions have no leaders yet.`);
      }
    }
  }

  #settings(
    settings = { retentionMs: null as number | null, compacted: false },
  ): ITopicConfig["configEntries"] & object {
    const entries: Record<string, string | number> = {
      "cleanup.policy": settings.compacted ? "compact" : "delete",
      "retention.ms": settings.retentionMs ?? -1,
      "retention.bytes": -1,
      "min.insync.replicas": this.#options.minInsyncReplicas,
      "unclean.leader.election.enable": "false",
      "max.message.bytes": MAX_RECORD_BATCH_BYTES,
      // When the log took it, by one clock: the leader's.
      "message.timestamp.type": "LogAppendTime",
    };
    return Object.entries(entries).map(([entry, value]) => ({ name: entry, value: String(value) }));
  }
}
