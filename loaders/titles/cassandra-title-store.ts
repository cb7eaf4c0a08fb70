import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import { CqlLease } from "@marquee/platform/store/cql-lease.js";
import { cassandraTitleJournal } from "./cassandra-title-journal.js";
import {
  datasetBuckets,
  decisionBucket,
  decisionBuckets,
  FOLLOWED,
  mutationsOf,
  READ,
} from "./cassandra-title-statements.js";
import { fromKey, toKey } from "./family-year.js";
import type { TitleDecision } from "./title-registry.js";
import type { TitleRow, TitleStore } from "./title-store.js";

export interface CassandraTitleStoreOptions {
  database: CqlDatabase;
  /** How long a load that was killed keeps others waiting; default 60. */
  leaseSeconds?: number;
}

const LEASE_SECONDS = 60;
const ASK_AGAIN_MS = 50;

/** For as many processes as there are, one change at a time. The tables are there already. Closing it leaves the database open. */
export function cassandraTitleStore(options: CassandraTitleStoreOptions): TitleStore {
  const { database, leaseSeconds = LEASE_SECONDS } = options;
  const lease = new CqlLease({ database, table: "loaders_leases", name: "titles", seconds: leaseSeconds });
  const journal = cassandraTitleJournal(database);
  /** By dataset, the first bucket that may hold something. */
  const reached = new Map<string, number>();

  const acquire = async (): Promise<number> => {
    const deadline = performance.now() + 2 * leaseSeconds * 1000;
    for (;;) {
      const term = await lease.acquire();
      if (term !== null) return term;
      if (performance.now() > deadline) {
        throw new AppError(
          "UNAVAILABLE",
          "Other loads have been changing titles all the time: try again when one of them is done.",
        );
      }
      // Those who wait do not all come back at once.
      await wait(ASK_AGAIN_MS * (0.5 + Math.random()));
    }
  };
  const finish = async (): Promise<void> => {
    const left = await journal.read();
    if (left === null) return;
    await database.write(mutationsOf(left.changes, left.term));
    await journal.forget(left.term);
  };

  return {
    async begin() {
      const number = await acquire();
      try {
        await finish();
      } catch (error) {
        await lease.release().catch(() => {});
        throw error;
      }
      return {
        number,
        async commit(changes) {
          if (changes.datasets.added.length > 0) reached.clear();
          if (!(await journal.write({ term: number, changes }, () => lease.held))) {
            throw new AppError(
              "UNAVAILABLE",
              "Another load went on with titles, for this one took too long: do it again.",
            );
          }
          await database.write(mutationsOf(changes, number));
          await journal.forget(number);
        },
        async end() {
          // It runs out by itself.
          await lease.release().catch(() => {});
        },
      };
    },
    async rows(names) {
      const found = await database.allMany<{ body: string }>(
        READ.row,
        names.map((name) => [name]),
      );
      return found.map(([row]) => (row === undefined ? null : (JSON.parse(row.body) as TitleRow)));
    },
    async claimants(asked) {
      const sets = asked.map(({ target, limit }) => [target, limit]);
      const found = await database.allMany<{ claimant: string }>(READ.claimants, sets);
      return found.map((rows) => rows.map(({ claimant }) => claimant));
    },
    async ofYear(asked) {
      const sets = asked.map(({ family, year, limit }) => [family, toKey(year), limit]);
      const found = await database.allMany<{ first: string }>(READ.ofYear, sets);
      return found.map((rows) => rows.map(({ first }) => first));
    },
    async ofFamilies(families, limit) {
      const sets = families.map((family) => [family, limit]);
      const found = await database.allMany<{ year: number; first: string }>(READ.ofFamily, sets);
      return found.map((rows) => rows.map(({ year, first }) => ({ year: fromKey(year), first })));
    },
    async saidBy(dataset, limit) {
      for (const bucket of datasetBuckets.slice(reached.get(dataset) ?? 0)) {
        const rows = await database.all<{ name: string }>(READ.saidBy, [dataset, bucket, limit]);
        reached.set(dataset, bucket);
        if (rows.length > 0) return rows.map(({ name }) => name);
      }
      return [];
    },
    async decided(asked) {
      const sets = asked.map(({ family, year }) => [decisionBucket(family), family, toKey(year)]);
      const found = await database.allMany<{ body: string }>(READ.decided, sets);
      return found.map(([row]) => (row === undefined ? null : (JSON.parse(row.body) as TitleDecision)));
    },
    async *decisions() {
      for (const bucket of decisionBuckets) {
        for await (const rows of database.scan<{ body: string }>(READ.decisions, [bucket])) {
          yield rows.map(({ body }) => JSON.parse(body) as TitleDecision);
        }
      }
    },
    async followed() {
      const rows = await database.all<{ partition: number; position: number }>(READ.followed, [FOLLOWED]);
      return new Map(rows.map(({ partition, position }) => [partition, position]));
    },
    async close() {},
  };
}
