import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { askCassandraNode, askCassandraNodes } from "./cassandra-ask.js";
import { LOGBACK_XML, renderCassandraYaml } from "./cassandra-config.js";
import { CASSANDRA_JAVA_MODULES } from "./cassandra-java-modules.js";
import type { Engine } from "./engine.js";
import { DATA_FOLDER, nodeFolder, nodesOf } from "./set-plan.js";
import { clientAccess } from "./set-security.js";

const CONFIG_FILE = "cassandra.yaml";
const LOGBACK_FILE = "logback.xml";

export const cassandraEngine: Engine = {
  name: "cassandra",
  // Nodes that join at the same time may choose the same tokens.
  startsTogether: false,
  mainClass: "org.apache.cassandra.service.CassandraDaemon",
  startDeadlineMs: 180_000,
  stopDeadlineMs: 30_000,
  artifacts: (version) => [`org.apache.cassandra:cassandra-all:${version}`],
  files: (node, set) => ({ [CONFIG_FILE]: renderCassandraYaml(node, set), [LOGBACK_FILE]: LOGBACK_XML }),
  setUp: async () => undefined,
  javaOptions: (node, set) => {
    const folder = nodeFolder(set, node);
    const fileUrl = (name: string) => pathToFileURL(join(folder, name)).href;
    return [
      ...CASSANDRA_JAVA_MODULES,
      `-Dcassandra.config=${fileUrl(CONFIG_FILE)}`,
      `-Dcassandra.storagedir=${join(folder, DATA_FOLDER)}`,
      `-Dlogback.configurationFile=${fileUrl(LOGBACK_FILE)}`,
      "-Dcassandra-foreground=yes",
      // Waits that let a large cluster settle; here three nodes on one machine find each other at once.
      "-Dcassandra.skip_wait_for_gossip_to_settle=0",
      "-Dcassandra.ring_delay_ms=2000",
      // Not 0: while another node is down it is tried again without a pause.
      "-Dcassandra.superuser_setup_delay_ms=500",
      "-Dcassandra.consistent.rangemovement=false",
    ];
  },
  programArguments: () => [],
  askNode: async (node, set) => askCassandraNode(node, await clientAccess(set, "cassandra")),
  askAll: async (set) => askCassandraNodes(nodesOf(set, "cassandra"), await clientAccess(set, "cassandra")),
};
