import type { EngineNode } from "@marquee/tools/engines/engine-node.js";
import type { Cluster } from "./cluster.js";
import type { FaultLane, Target } from "./fault-lane.js";
import type { Service } from "./service.js";

/** Longer than a group waits for a member that was not heard of (10 s): it comes back as a zombie. */
const ZOMBIE_MS = [11_000, 14_000] as const;
const SERVICE_READY_MS = 120_000;

/** What may happen: to one Cassandra node, one broker, one projector and one ratings process at a time. */
export function faultLanes(cluster: Cluster, ratings: readonly Service[], projectors: readonly Service[]): FaultLane[] {
  const { engines, cassandraWhole, kafkaWhole } = cluster;
  const atOnce = async () => undefined;
  return [
    {
      kind: "Cassandra node",
      targets: engines.cassandra.map(ofNode),
      downMs: [1_000, 6_000],
      stopMs: [2_000, 8_000],
      restMs: [500, 4_000],
      whole: cassandraWhole,
    },
    {
      kind: "broker",
      targets: engines.kafka.map(ofNode),
      downMs: [1_000, 6_000],
      stopMs: [2_000, 12_000],
      restMs: [500, 4_000],
      whole: kafkaWhole,
    },
    {
      kind: "projector",
      targets: projectors.map(ofService),
      downMs: [0, 4_000],
      stopMs: ZOMBIE_MS,
      restMs: [1_000, 6_000],
      whole: atOnce,
    },
    {
      kind: "ratings process",
      targets: ratings.map(ofService),
      downMs: [0, 2_000],
      stopMs: [1_000, 5_000],
      restMs: [3_000, 9_000],
      whole: atOnce,
    },
  ];
}

function ofNode(node: EngineNode): Target {
  return {
    name: `${node.kind} ${node.index}`,
    kill: () => node.kill("SIGKILL"),
    restart: () => node.restart(),
    stop: () => node.kill("SIGSTOP"),
    goOn: () => node.kill("SIGCONT"),
  };
}

function ofService(service: Service): Target {
  return {
    name: service.name,
    kill: async () => void (await service.kill()),
    restart: async () => {
      await service.start();
      await service.ready(SERVICE_READY_MS);
    },
    stop: async () => service.signal("SIGSTOP"),
    goOn: async () => service.signal("SIGCONT"),
  };
}
