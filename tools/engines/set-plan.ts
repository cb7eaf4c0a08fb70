import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { ENGINE_NAMES, type EngineName, MAX_NODES } from "./engine-name.js";
import { setSecuritySchema } from "./set-security.js";

const port = z.int().min(1).max(65_535);

const nodeSchema = z.object({
  engine: z.enum(ENGINE_NAMES),
  /** From 1. */
  index: z.int().min(1).max(MAX_NODES),
  host: z.string(),
  /** Where clients connect. */
  port,
  /** Where nodes of one engine talk to one another. */
  internalPort: port,
  heapMb: z.int().min(128),
});

export const setPlanSchema = z.object({
  name: z.string(),
  /** Absolute; everything of the set lies there. */
  dir: z.string(),
  /** Whether the folder goes when the set is stopped. */
  temporary: z.boolean(),
  /** In Kafka's form: 16 bytes in base64url. Keeps nodes of different sets apart. */
  clusterId: z.string(),
  /** The port that stands for the set while it is being started; its nodes' ports follow. */
  portBase: port,
  versions: z.object({ cassandra: z.string(), kafka: z.string() }),
  nodes: z.array(nodeSchema),
  /** Whether its processes are to be ready soon, rather than fast in the long run. */
  quick: z.boolean().optional(),
  /** Where clients must come with TLS and a password. */
  security: setSecuritySchema.optional(),
});

/** One node (or broker): where it listens and how large it may grow. */
export type NodePlan = z.infer<typeof nodeSchema>;
export type SetPlan = z.infer<typeof setPlanSchema>;

/** How many ports a set takes at most, from its port base. Three of the third engine fit. */
export const PORTS_PER_SET = 20;

/** Where each engine's ports begin, behind the port base. */
const PORT_OFFSETS: Record<EngineName, number> = { cassandra: 1, kafka: 4 };

export function planNodes(engine: EngineName, count: number, portBase: number, heapMb: number): readonly NodePlan[] {
  const first = portBase + PORT_OFFSETS[engine];
  return Array.from({ length: count }, (_, position) => {
    const index = position + 1;
    // Cassandra's nodes must agree on their ports, so each has an address of its own.
    const at =
      engine === "cassandra"
        ? { host: `127.0.0.${index}`, port: first, internalPort: first + 1 }
        : { host: "127.0.0.1", port: first + position, internalPort: first + MAX_NODES + position };
    return { engine, index, ...at, heapMb };
  });
}

export function nodesOf(set: SetPlan, engine: EngineName): readonly NodePlan[] {
  return set.nodes.filter((node) => node.engine === engine);
}

/** Everything that the set's nodes listen on. */
export function addressesOf(set: SetPlan): { host: string; port: number }[] {
  return set.nodes.flatMap(({ host, port, internalPort }) => [
    { host, port },
    { host, port: internalPort },
  ]);
}

export function nodeLabel(node: NodePlan): string {
  return `${node.engine} ${node.index}`;
}

export function nodeFolder(set: SetPlan, node: NodePlan): string {
  return join(set.dir, `${node.engine}-${node.index}`);
}

/** Within a node's folder: all that it stores. */
export const DATA_FOLDER = "data";

export function logFile(set: SetPlan, node: NodePlan): string {
  return join(nodeFolder(set, node), "log");
}

export function newClusterId(): string {
  const bytes = randomBytes(16);
  // An id that begins with "-" would read as an option on Kafka's command line.
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return bytes.toString("base64url");
}
