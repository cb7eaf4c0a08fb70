// Three Cassandra nodes, three brokers, and Marquee's own processes on them.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Engines } from "@marquee/platform/engines/engines.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { askCassandraNodes } from "@marquee/tools/engines/cassandra-ask.js";
import { type EngineSet, startEngines } from "@marquee/tools/engines/start-engines.js";
import { openEnginesOf } from "../live-log/open-engines-of.js";
import { checkInSync } from "./kafka-in-sync.js";
import { runOnce, Service, type ServiceMain } from "./service.js";
import { until } from "./until.js";

export interface Cluster {
  engines: EngineSet;
  /** What every process gets. */
  environment: Readonly<Record<string, string>>;
  gatewaySecret: string;
  /** Started, perhaps not ready yet; ended with the cluster. */
  startService(main: ServiceMain, name: string, env?: Record<string, string>): Promise<Service>;
  /** Log and tables, opened in this process on these variables. */
  open(env?: Record<string, string>): Promise<{ engines: Engines; close(): Promise<void> }>;
  /** Every partition has all its replicas in sync. */
  kafkaWhole(): Promise<void>;
  /** Every node sees all others and reads at ALL. */
  cassandraWhole(): Promise<void>;
  close(): Promise<void>;
}

export const PARTITIONS = 4;
/** After a fault; a node that starts on a busy machine takes most of a minute. */
const WHOLE_WITHIN_MS = 180_000;

export interface ClusterOptions {
  say(line: string): void;
  /** Kept; otherwise a temporary folder. */
  dir?: string | undefined;
}

/** Engines that run, and tables that are migrated. */
export async function openCluster({ say, dir }: ClusterOptions): Promise<Cluster> {
  const engines = await startEngines({
    cassandra: 3,
    kafka: 3,
    onProgress: say,
    ...(dir === undefined ? {} : { dir }),
  });
  const services: Service[] = [];
  const logs = join(engines.dir, "processes");
  const environment = {
    ...engines.environment,
    CASSANDRA_KEYSPACE: "chaos",
    KAFKA_TOPIC_PREFIX: "chaos.",
    EVENT_LOG_PARTITIONS: String(PARTITIONS),
    HOST: "127.0.0.1",
    RATINGS_PORT: "0",
    PROJECTOR_PORT: "0",
    LOG_LEVEL: "info",
  };
  const brokers = engines.kafka.map(({ host, port }) => `${host}:${port}`);
  const cluster: Cluster = {
    engines,
    environment,
    gatewaySecret: engines.environment.GATEWAY_SECRETS?.split(",")[0] ?? "",
    async startService(main, name, env = {}) {
      const service = new Service({
        name,
        main,
        env: { ...environment, ...env },
        logFile: join(logs, `${name.replaceAll(" ", "-")}.log`),
      });
      services.push(service);
      await service.start();
      return service;
    },
    open: (env = {}) => openEnginesOf({ ...environment, ...env }),
    kafkaWhole: () => until("all replicas in sync", WHOLE_WITHIN_MS, () => checkInSync(brokers)),
    cassandraWhole: () => until("all nodes up", WHOLE_WITHIN_MS, () => askCassandraNodes(engines.cassandra)),
    async close() {
      await Promise.all(services.map((service) => service.kill()));
      await engines.close();
    },
  };
  try {
    await mkdir(logs, { recursive: true });
    const { code, output } = await runOnce("migrate", environment);
    if (code !== 0) throw new Error(`Migrating failed:\n${output}`);
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

/** Movies that can be rated, once they are folded. */
export async function addMovies({ log }: Engines, movieIds: readonly string[]): Promise<void> {
  const nothing = { countries: [], availableIn: [], directors: [], cast: [], languages: [], keywords: [] };
  const unknown = { originalTitle: null, releaseDate: null, runtimeMinutes: null, contentRating: null };
  const messages = movieIds.map((movieId) => {
    const movie = {
      ...nothing,
      ...unknown,
      title: `Title of ${movieId}`,
      kind: "MOVIE" as const,
      releaseYear: 2000,
      genres: ["Drama"],
      description: null,
      externalIds: [],
    };
    return MovieUpserted.encode(
      MovieUpserted.create({ eventId: `add ${movieId}`, occurredAt: 0, origin: "live", movieId, movie }),
    );
  });
  await log.append(TOPICS.movies, messages);
}
