import { cassandraEngine } from "./cassandra-engine.js";
import type { Engine } from "./engine.js";
import type { EngineName } from "./engine-name.js";
import { kafkaEngine } from "./kafka-engine.js";

export const ENGINES: Readonly<Record<EngineName, Engine>> = { cassandra: cassandraEngine, kafka: kafkaEngine };
