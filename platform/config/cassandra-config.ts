// Where Cassandra is, for STORE=cassandra.
import { z } from "zod";
import { AppError } from "../errors/app-error.js";
import type { CassandraOptions, CassandraReplication } from "../store/cassandra-options.js";
import { type Config, defineConfig } from "./parse-config.js";
import { commaSeparated, wholeNumber } from "./schemas.js";
import { readTls } from "./tls-files.js";

const MAX_REPLICATION = 100;

const keyspace = () =>
  z.string().regex(/^[a-z][a-z0-9_]{0,47}$/, "expected up to 48 of a-z, 0-9 and _, a letter first");

export const cassandraConfig = defineConfig({
  CASSANDRA_CONTACT_POINTS: {
    schema: commaSeparated(z.string().transform(withPort)),
    default: "127.0.0.1:9042",
    doc: "Nodes to begin with, a comma separated list of host or host:port; the others are found through them, at the port of the first.",
  },
  CASSANDRA_LOCAL_DATACENTER: {
    schema: z.string(),
    default: "datacenter1",
    doc: "The datacenter of this process, as Cassandra calls it: its nodes are asked, its quorum counts.",
  },
  CASSANDRA_KEYSPACE: {
    schema: keyspace(),
    default: "marquee",
    doc: "The keyspace of Marquee's tables; made when it is missing.",
  },
  CASSANDRA_FOLDED_KEYSPACE: {
    schema: keyspace().optional(),
    doc: "The keyspace of what is folded from the log, so that it can be built anew beside the old one. Unset: CASSANDRA_KEYSPACE.",
  },
  CASSANDRA_REPLICATION: {
    schema: z.string().transform(readReplication),
    default: 3,
    doc: "Copies of each row when a keyspace is made: a number for the local datacenter, or datacenter:number, comma separated.",
  },
  CASSANDRA_USERNAME: {
    schema: z.string().optional(),
    doc: "Whom to sign in to Cassandra as; set together with CASSANDRA_PASSWORD.",
  },
  CASSANDRA_PASSWORD: { schema: z.string().optional(), doc: "The password of CASSANDRA_USERNAME.", secret: true },
  CASSANDRA_TLS: {
    schema: z.enum(["on", "off"]),
    default: "off",
    doc: "Whether connections to Cassandra are encrypted, and its certificate verified: on or off.",
  },
  CASSANDRA_TLS_CA: {
    schema: z.string().optional(),
    doc: "A PEM file with the authorities that may have signed Cassandra's certificate. Unset: those that Node knows.",
  },
  CASSANDRA_TLS_CERT: {
    schema: z.string().optional(),
    doc: "A PEM file with the certificate to show to Cassandra; set together with CASSANDRA_TLS_KEY.",
  },
  CASSANDRA_TLS_KEY: { schema: z.string().optional(), doc: "A PEM file with the private key of CASSANDRA_TLS_CERT." },
});

export type CassandraConfig = Config<typeof cassandraConfig>;

export type CassandraConnection = Pick<
  CassandraOptions,
  "contactPoints" | "localDatacenter" | "replication" | "credentials" | "tls"
>;

/** Reads the PEM files too. Throws CONFIG_INVALID for what does not fit together or can't be read. */
export function cassandraConnection(config: CassandraConfig): CassandraConnection {
  const { CASSANDRA_TLS: tls, CASSANDRA_TLS_CA: ca, CASSANDRA_TLS_CERT: cert, CASSANDRA_TLS_KEY: key } = config;
  return {
    contactPoints: config.CASSANDRA_CONTACT_POINTS,
    localDatacenter: config.CASSANDRA_LOCAL_DATACENTER,
    replication: config.CASSANDRA_REPLICATION,
    credentials: credentialsOf(config),
    tls: readTls("CASSANDRA", { tls, ca, cert, key }),
  };
}

function credentialsOf({ CASSANDRA_USERNAME: username, CASSANDRA_PASSWORD: password }: CassandraConfig) {
  if (username === undefined && password === undefined) return undefined;
  if (username !== undefined && password !== undefined) return { username, password };
  throw new AppError(
    "CONFIG_INVALID",
    "CASSANDRA_USERNAME and CASSANDRA_PASSWORD belong together: set both or neither.",
  );
}

function withPort(text: string, context: z.RefinementCtx): string {
  const [, bracketed, plain, port = "9042"] = /^(?:(\[[\da-fA-F:]+\])|([\w.-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return `${host}:${port}`;
  context.addIssue("expected host or host:port");
  return z.NEVER;
}

function readReplication(text: string, context: z.RefinementCtx): CassandraReplication {
  const count = wholeNumber(1, MAX_REPLICATION);
  const alone = count.safeParse(text);
  if (alone.success) return alone.data;
  const copies: Record<string, number> = {};
  for (const part of text.split(",")) {
    const [, datacenter, digits] = /^\s*([\w.-]+)\s*:\s*(\d+)\s*$/.exec(part) ?? [];
    const parsed = count.safeParse(digits);
    if (datacenter === undefined || !parsed.success || datacenter in copies) {
      context.addIssue(`expected a number from 1 to ${MAX_REPLICATION}, or datacenter:number for each datacenter once`);
      return z.NEVER;
    }
    copies[datacenter] = parsed.data;
  }
  return copies;
}
