// What the examples for operators have to have: three copies of everything, on disks that stay, and only ours let in.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "./manifest.js";

type Findings = (manifest: Manifest) => string[];

const KNOWN: Readonly<Record<string, Findings>> = {
  "kafka.strimzi.io/Kafka": ({ spec }) => [
    ...wanted("min.insync.replicas", spec.kafka.config["min.insync.replicas"], 2),
    ...wanted("offsets.topic.replication.factor", spec.kafka.config["offsets.topic.replication.factor"], 3),
    ...wanted("auto.create.topics.enable", spec.kafka.config["auto.create.topics.enable"], false),
    ...(spec.kafka.listeners.every(({ tls }: { tls: boolean }) => tls) ? [] : ["a listener without TLS"]),
    ...(spec.kafka.authorization === undefined ? ["everybody may do everything"] : []),
  ],
  "kafka.strimzi.io/KafkaNodePool": ({ spec }) => [
    ...wanted("replicas", spec.replicas, 3),
    ...(spec.storage.volumes?.every(
      (one: { type: string; deleteClaim?: boolean }) => one.type === "persistent-claim" && one.deleteClaim === false,
    )
      ? []
      : ["not on volumes that stay"]),
  ],
  "kafka.strimzi.io/KafkaUser": ({ spec }) => wanted("authentication", spec.authentication.type, "scram-sha-512"),
  "k8ssandra.io/K8ssandraCluster": ({ spec }) => [
    ...spec.cassandra.datacenters.flatMap((one: { metadata: { name: string }; size: number }) =>
      wanted(one.metadata.name, one.size, 3),
    ),
    ...(spec.cassandra.storageConfig?.cassandraDataVolumeClaimSpec === undefined ? ["not on volumes that stay"] : []),
    ...wanted("auth", spec.auth, true),
  ],
  "medusa.k8ssandra.io/MedusaBackupSchedule": () => [],
  "opensearch.opster.io/OpenSearchCluster": ({ spec }) =>
    spec.nodePools.flatMap((pool: { component: string; replicas: number; persistence?: object; diskSize?: string }) => [
      ...wanted(pool.component, pool.replicas, 3),
      ...(pool.diskSize === undefined ? ["not on volumes that stay"] : []),
    ]),
  "networking.k8s.io/NetworkPolicy": ({ spec }) =>
    spec.ingress?.length > 0 && spec.ingress.every(({ from }: { from?: object[] }) => (from?.length ?? 0) > 0)
      ? []
      : ["lets everybody in"],
  "policy/PodDisruptionBudget": () => [],
  "v1/Namespace": () => [],
};

/** Files that are no resources. */
const OTHERS = ["alertmanager.yaml", "prometheus-adapter.yaml"];

export function exampleFindings(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml") && !OTHERS.includes(file));
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), "utf8"), { uniqueKeys: true }).flatMap((document) => {
      if (document.errors.length > 0) return [`${file}: ${document.errors[0]?.message}`];
      const manifest = document.toJS() as Manifest;
      const kind = `${manifest.apiVersion?.replace(/\/v\w+$/, "")}/${manifest.kind}`;
      const label = `${file}: ${manifest.kind} ${manifest.metadata?.name}`;
      const find = KNOWN[kind];
      if (find === undefined) return [`${file}: ${kind} is not known here`];
      return find(manifest).map((finding) => `${label}: ${finding}`);
    }),
  );
}

function wanted(what: string, found: unknown, value: unknown): string[] {
  return found === value ? [] : [`${what} is ${String(found)}, not ${String(value)}`];
}
