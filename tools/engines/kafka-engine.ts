import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "./engine.js";
import { askKafkaBroker, askKafkaBrokers } from "./kafka-ask.js";
import { renderKafkaProperties } from "./kafka-config.js";
import { kafkaScramArguments } from "./kafka-security-config.js";
import { DATA_FOLDER, nodeFolder, nodesOf } from "./set-plan.js";
import { clientAccess } from "./set-security.js";
import { VERSIONS } from "./versions.js";

const CONFIG_FILE = "server.properties";

export const kafkaEngine: Engine = {
  name: "kafka",
  // Controllers elect a leader only when most of them are there.
  startsTogether: true,
  mainClass: "kafka.Kafka",
  startDeadlineMs: 120_000,
  // The last brokers of a cluster find no controller to hand their partitions to, and would wait for minutes.
  stopDeadlineMs: 10_000,
  artifacts: (version) => [`org.apache.kafka:kafka_2.13:${version}`, `org.slf4j:slf4j-simple:${VERSIONS.slf4j}`],
  files: (node, set) => ({ [CONFIG_FILE]: renderKafkaProperties(node, set) }),
  setUp: async (node, set) => {
    const folder = nodeFolder(set, node);
    const formatted = await access(join(folder, DATA_FOLDER, "meta.properties")).then(
      () => true,
      () => false,
    );
    if (formatted) return undefined;
    const config = join(folder, CONFIG_FILE);
    const scram = set.security === undefined ? [] : kafkaScramArguments(set.security);
    return ["kafka.tools.StorageTool", "format", "-t", set.clusterId, "-c", config, "--ignore-formatted", ...scram];
  },
  javaOptions: () => [
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS",
  ],
  programArguments: (node, set) => [join(nodeFolder(set, node), CONFIG_FILE)],
  askNode: async (node, set) => askKafkaBroker(node, set.clusterId, await clientAccess(set, "kafka")),
  askAll: async (set) => askKafkaBrokers(nodesOf(set, "kafka"), set.clusterId, await clientAccess(set, "kafka")),
};
