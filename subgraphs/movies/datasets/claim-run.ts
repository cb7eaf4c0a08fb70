import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import { CqlLease } from "@marquee/platform/store/cql-lease.js";
import type { DatasetState } from "../rules/dataset-state.js";

/** The right to do what is wanted of a dataset, which one process at a time has. */
export interface RunClaim {
  /** Higher than that of whoever had it before. */
  readonly term: number;
  /** Whether nobody else can have it. */
  readonly held: boolean;
  renew(): Promise<void>;
  release(): Promise<void>;
}

/** Null: another process has it. */
export type ClaimRun = (dataset: DatasetState) => Promise<RunClaim | null>;

/** Where no other process can run anything. */
export const claimAlone: ClaimRun = async ({ run }) => ({
  term: (run?.term ?? 0) + 1,
  held: true,
  async renew() {},
  async release() {},
});

/** How long a run stands still when the process that runs it is killed. */
const LEASE_SECONDS = 10;

/** Where several processes share a keyspace. */
export function claimByLease(database: CqlDatabase): ClaimRun {
  return async ({ id }) => {
    const lease = new CqlLease({ database, table: "movies_leases", name: `dataset:${id}`, seconds: LEASE_SECONDS });
    const term = await lease.acquire();
    if (term === null) return null;
    return {
      term,
      get held() {
        return lease.held;
      },
      renew: async () => void (await lease.renew()),
      release: () => lease.release(),
    };
  };
}
