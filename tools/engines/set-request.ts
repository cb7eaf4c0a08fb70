import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EngineName } from "./engine-name.js";
import { newClusterId, nodesOf, planNodes, type SetPlan } from "./set-plan.js";
import { newSetSecurity } from "./set-security.js";
import { type KafkaVersion, VERSIONS } from "./versions.js";

/** What somebody asks for. Undefined: the default, or for a set that is there already, as it was made. */
export interface SetRequest {
  name: string;
  /** Absolute. */
  dir: string;
  temporary: boolean;
  counts: Readonly<Record<EngineName, number | undefined>>;
  heapMb?: Readonly<Partial<Record<EngineName, number | undefined>>>;
  kafkaVersion?: KafkaVersion | undefined;
  portBase?: number | undefined;
  /** Whether clients must come with TLS and a password. */
  secure?: boolean | undefined;
  /** Whether its processes are to be ready soon, rather than fast in the long run. */
  quick?: boolean | undefined;
}

const DEFAULT_COUNT = 1;
const DEFAULT_HEAP_MB: Readonly<Record<EngineName, number>> = { cassandra: 512, kafka: 256 };

export function planSet(request: SetRequest, portBase: number, clusterId = newClusterId()): SetPlan {
  const { name, dir, temporary, counts, heapMb = {} } = request;
  const nodes = (engine: EngineName) =>
    planNodes(engine, counts[engine] ?? DEFAULT_COUNT, portBase, heapMb[engine] ?? DEFAULT_HEAP_MB[engine]);
  const versions = { cassandra: VERSIONS.cassandra, kafka: request.kafkaVersion ?? VERSIONS.kafka[0] };
  return {
    name,
    dir,
    temporary,
    clusterId,
    portBase,
    versions,
    nodes: [...nodes("cassandra"), ...nodes("kafka")],
    ...(request.quick === true && { quick: true }),
    ...(request.secure === true && { security: newSetSecurity() }),
  };
}

/** The set as it was made, with the memory and haste that are asked for now. Throws CONFIG_INVALID when the request does not fit its data. */
export function planAgain(made: SetPlan, request: SetRequest): SetPlan {
  const { counts, heapMb = {}, kafkaVersion, portBase, secure, quick = made.quick } = request;
  const madeSecure = made.security !== undefined;
  const faults = [
    ...(["cassandra", "kafka"] as const)
      .filter((engine) => (counts[engine] ?? nodesOf(made, engine).length) !== nodesOf(made, engine).length)
      .map((engine) => `${nodesOf(made, engine).length} of ${engine}, not ${counts[engine]}`),
    ...((kafkaVersion ?? made.versions.kafka) === made.versions.kafka ? [] : [`Kafka ${made.versions.kafka}`]),
    ...((portBase ?? made.portBase) === made.portBase ? [] : [`the ports from ${made.portBase} on`]),
    ...((secure ?? madeSecure) === madeSecure ? [] : [`clients ${madeSecure ? "with" : "without"} passwords`]),
  ];
  if (faults.length > 0) {
    throw new AppError(
      "CONFIG_INVALID",
      `${made.dir} holds the data of a set with ${faults.join(", ")}: leave those options out, or stop it for good, or choose another --name or --dir.`,
    );
  }
  const nodes = made.nodes.map((node) => ({ ...node, heapMb: heapMb[node.engine] ?? node.heapMb }));
  const { name, dir, temporary, clusterId, versions, security } = made;
  const again = { name, dir, temporary, clusterId, versions, portBase: made.portBase, nodes };
  return { ...again, ...(quick === true && { quick }), ...(security !== undefined && { security }) };
}
