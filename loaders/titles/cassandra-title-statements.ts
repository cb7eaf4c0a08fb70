import { type CqlCall, type CqlMutation, cql, foldedCql } from "@marquee/platform/store/cql-database.js";
import { toKey } from "./family-year.js";
import type { TitleChanges } from "./title-store.js";

const DATASET_BUCKETS = 256;
const DECISION_BUCKETS = 64;

/** Of marquee.movies.v1, the only topic that is followed. */
export const FOLLOWED = "movies";

export const READ = {
  row: cql("SELECT body FROM loaders_titles WHERE name = ?", "text"),
  claimants: cql("SELECT claimant FROM loaders_title_claims WHERE target = ? LIMIT ?", "text", "int"),
  ofYear: cql(
    "SELECT first FROM loaders_title_families WHERE family = ? AND year = ? LIMIT ?",
    "text",
    "bigint",
    "int",
  ),
  ofFamily: cql("SELECT year, first FROM loaders_title_families WHERE family = ? LIMIT ?", "text", "int"),
  saidBy: cql("SELECT name FROM loaders_title_datasets WHERE dataset = ? AND bucket = ? LIMIT ?", "text", "int", "int"),
  decided: cql(
    "SELECT body FROM loaders_title_decisions WHERE bucket = ? AND family = ? AND year = ?",
    "int",
    "text",
    "bigint",
  ),
  decisions: cql("SELECT body FROM loaders_title_decisions WHERE bucket = ?", "int"),
  followed: cql("SELECT partition, position FROM loaders_title_positions WHERE name = ?", "text"),
};

const WRITE = {
  row: foldedCql("INSERT INTO loaders_titles (name, body) VALUES (?, ?) USING TIMESTAMP ?", "text", "text", "bigint"),
  noRow: foldedCql("DELETE FROM loaders_titles USING TIMESTAMP ? WHERE name = ?", "bigint", "text"),
  claim: foldedCql(
    "INSERT INTO loaders_title_claims (target, claimant) VALUES (?, ?) USING TIMESTAMP ?",
    "text",
    "text",
    "bigint",
  ),
  noClaim: foldedCql(
    "DELETE FROM loaders_title_claims USING TIMESTAMP ? WHERE target = ? AND claimant = ?",
    "bigint",
    "text",
    "text",
  ),
  member: foldedCql(
    "INSERT INTO loaders_title_families (family, year, first) VALUES (?, ?, ?) USING TIMESTAMP ?",
    "text",
    "bigint",
    "text",
    "bigint",
  ),
  noMember: foldedCql(
    "DELETE FROM loaders_title_families USING TIMESTAMP ? WHERE family = ? AND year = ? AND first = ?",
    "bigint",
    "text",
    "bigint",
    "text",
  ),
  speaker: foldedCql(
    "INSERT INTO loaders_title_datasets (dataset, bucket, name) VALUES (?, ?, ?) USING TIMESTAMP ?",
    "text",
    "int",
    "text",
    "bigint",
  ),
  noSpeaker: foldedCql(
    "DELETE FROM loaders_title_datasets USING TIMESTAMP ? WHERE dataset = ? AND bucket = ? AND name = ?",
    "bigint",
    "text",
    "int",
    "text",
  ),
  decision: foldedCql(
    "INSERT INTO loaders_title_decisions (bucket, family, year, body) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
    "int",
    "text",
    "bigint",
    "text",
    "bigint",
  ),
  noDecision: foldedCql(
    "DELETE FROM loaders_title_decisions USING TIMESTAMP ? WHERE bucket = ? AND family = ? AND year = ?",
    "bigint",
    "int",
    "text",
    "bigint",
  ),
  followed: foldedCql(
    "INSERT INTO loaders_title_positions (name, partition, position) VALUES (?, ?, ?) USING TIMESTAMP ?",
    "text",
    "int",
    "bigint",
    "bigint",
  ),
};

/** Every write of a change, each to one partition; written again they change nothing. */
export function mutationsOf(changes: TitleChanges, term: number): CqlMutation[] {
  const { rows, claims, families, datasets, decisions, followed } = changes;
  const calls: CqlCall[] = [
    ...rows.map(({ name, row }) =>
      row === null
        ? { statement: WRITE.noRow, values: [term, name] }
        : { statement: WRITE.row, values: [name, JSON.stringify(row), term] },
    ),
    ...claims.added.map((one) => ({ statement: WRITE.claim, values: [one.target, one.claimant, term] })),
    ...claims.removed.map((one) => ({ statement: WRITE.noClaim, values: [term, one.target, one.claimant] })),
    ...families.added.map((one) => ({
      statement: WRITE.member,
      values: [one.family, toKey(one.year), one.first, term],
    })),
    ...families.removed.map((one) => ({
      statement: WRITE.noMember,
      values: [term, one.family, toKey(one.year), one.first],
    })),
    ...decisions.map(({ family, year, decision }) => {
      const key = [decisionBucket(family), family, toKey(year)];
      return decision === null
        ? { statement: WRITE.noDecision, values: [term, ...key] }
        : { statement: WRITE.decision, values: [...key, JSON.stringify(decision), term] };
    }),
    ...[...followed].map(([partition, position]) => ({
      statement: WRITE.followed,
      values: [FOLLOWED, partition, position, term],
    })),
  ];
  return [...calls.map((call) => [call]), ...speakersOf(datasets, term)];
}

/** Those of one partition together: some twenty of a batch's titles fall into each. */
function speakersOf({ added, removed }: TitleChanges["datasets"], term: number): CqlMutation[] {
  const partitions = new Map<string, CqlCall[]>();
  const put = (dataset: string, bucket: number, call: CqlCall): void => {
    const key = `${bucket} ${dataset}`;
    const calls = partitions.get(key);
    if (calls === undefined) partitions.set(key, [call]);
    else calls.push(call);
  };
  for (const { dataset, name } of added) {
    const bucket = datasetBucket(name);
    put(dataset, bucket, { statement: WRITE.speaker, values: [dataset, bucket, name, term] });
  }
  for (const { dataset, name } of removed) {
    const bucket = datasetBucket(name);
    put(dataset, bucket, { statement: WRITE.noSpeaker, values: [term, dataset, bucket, name] });
  }
  return [...partitions.values()];
}

export const datasetBuckets: readonly number[] = Array.from({ length: DATASET_BUCKETS }, (_, bucket) => bucket);
export const decisionBuckets: readonly number[] = Array.from({ length: DECISION_BUCKETS }, (_, bucket) => bucket);

export function datasetBucket(name: string): number {
  return hash(name) % DATASET_BUCKETS;
}

export function decisionBucket(family: string): number {
  return hash(family) % DECISION_BUCKETS;
}

/** FNV-1a. Never to be changed: it says where rows are. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}
