// What clients of a set must know, where it lets nobody in without TLS and a password.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { SetPlan } from "./set-plan.js";

const credentials = z.object({ username: z.string(), password: z.string() });

export const setSecuritySchema = z.object({
  /** Cassandra's first superuser. */
  cassandra: credentials,
  /** The same with each SASL mechanism, and between brokers. */
  kafka: credentials,
  /** Of the file with the nodes' private key. */
  keystorePassword: z.string(),
});

export type SetSecurity = z.infer<typeof setSecuritySchema>;

export const SASL_MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] as const;

export function newSetSecurity(): SetSecurity {
  const password = () => randomBytes(18).toString("hex");
  return {
    // Cassandra makes no other by itself.
    cassandra: { username: "cassandra", password: "cassandra" },
    kafka: { username: "marquee", password: password() },
    keystorePassword: password(),
  };
}

type Place = Pick<SetPlan, "dir">;

/** PKCS12: the private key of all nodes, with its certificate. */
export function keystoreFile(set: Place): string {
  return join(set.dir, "tls", "keystore.p12");
}

/** PEM: that certificate, which signed itself. */
export function certificateFile(set: Place): string {
  return join(set.dir, "tls", "certificate.pem");
}

/** What a client shows and trusts; undefined where anybody may come in. */
export interface ClientAccess {
  username: string;
  password: string;
  /** PEM. */
  ca: string;
}

export async function clientAccess(set: SetPlan, engine: "cassandra" | "kafka"): Promise<ClientAccess | undefined> {
  if (set.security === undefined) return undefined;
  return { ...set.security[engine], ca: await readFile(certificateFile(set), "utf8") };
}
