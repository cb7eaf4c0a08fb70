import type { Clock } from "@marquee/platform/clock/clock.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { TitleRecord } from "../records/load-record.js";
import { followCatalogue } from "./follow-catalogue.js";
import { readRows } from "./read-neighbourhood.js";
import { CATALOGUE, type Said } from "./said.js";
import { type Settled, settleTitles } from "./settle-titles.js";
import { movieIdOf, type TitleName, titleName } from "./title-name.js";
import type { FoundTitle, PreparedTitles, TitleRegistry } from "./title-registry.js";
import type { TitleRow, TitleStore, TitleTerm } from "./title-store.js";
import { withRecords } from "./with-records.js";

const FOLLOW_EVERY_MS = 2_000;
const WITHDRAWN_AT_ONCE = 500;

export interface StoredTitleRegistryOptions {
  store: TitleStore;
  /** Whose catalogue is followed. */
  log: EventLog;
  clock: Clock;
}

/** The rules of settle-titles.ts over what a store remembers. */
export function createStoredTitleRegistry({ store, log, clock }: StoredTitleRegistryOptions): TitleRegistry {
  let open: TitleTerm | null = null;
  let followedAt = Number.NEGATIVE_INFINITY;
  /** Messages that were appended for us since then. */
  let own = 0;

  const begin = async (): Promise<TitleTerm> => {
    if (open !== null) {
      throw new AppError("INTERNAL_SERVER_ERROR", "Titles were prepared that were neither committed nor discarded.");
    }
    if (performance.now() - followedAt > FOLLOW_EVERY_MS) {
      await followCatalogue(store, log, clock, own);
      own = 0;
      followedAt = performance.now();
    }
    open = await store.begin();
    return open;
  };
  const end = async (): Promise<void> => {
    const term = open;
    open = null;
    await term?.end();
  };
  /** In a term that is left again when it fails. */
  const within = async (
    prepare: (term: TitleTerm) => Promise<PreparedTitles | null>,
  ): Promise<PreparedTitles | null> => {
    const term = await begin();
    try {
      const prepared = await prepare(term);
      if (prepared === null) await end();
      return prepared;
    } catch (error) {
      await end();
      throw error;
    }
  };
  const settle = (term: TitleTerm, rows: Map<TitleName, TitleRow | null>, changed: Map<TitleName, Said[]>) =>
    settleTitles({ store, rows, changed, term: term.number, now: clock.now() });
  const prepared = (term: TitleTerm, settled: Settled, byId: number, unchanged: number): PreparedTitles => ({
    messages: settled.messages,
    joined: {
      byId,
      byTitle: settled.decisions.filter(({ decision }) => decision === "JOINED_BY_TITLE"),
      ambiguous: settled.decisions.filter(({ decision }) => decision === "AMBIGUOUS"),
    },
    unchanged,
    async commit() {
      if (open !== term)
        throw new AppError("INTERNAL_SERVER_ERROR", "These titles were committed or discarded before.");
      try {
        own += settled.messages.length;
        await term.commit(settled.changes);
      } finally {
        await end();
      }
    },
    async discard() {
      if (open === term) await end();
    },
  });

  return {
    async prepare(dataset, records) {
      refuseReserved(dataset);
      const result = await within(async (term) => {
        const rows = new Map<TitleName, TitleRow | null>();
        await readRows(store, rows, records.map(nameOf));
        const { changed, unchanged } = withRecords(dataset, records, rows);
        const settled = await settle(term, rows, changed);
        const byId = records.filter((record) => (settled.saidTogether.get(nameOf(record)) ?? 0) > 1).length;
        return prepared(term, settled, byId, unchanged);
      });
      if (result === null) throw new Error("unreachable");
      return result;
    },

    async find(refs) {
      const names = refs.map(titleName);
      const rows = new Map<TitleName, TitleRow | null>();
      await readRows(store, rows, names);
      const owners = names.map((name) => rows.get(name)?.owner ?? null);
      await readRows(
        store,
        rows,
        owners.filter((owner) => owner !== null),
      );
      return owners.map((owner): FoundTitle | null => {
        const facts = owner === null ? null : rows.get(owner)?.movie?.facts;
        return owner === null || facts === null || facts === undefined ? null : { movieId: movieIdOf(owner), facts };
      });
    },

    async *withdraw(dataset) {
      refuseReserved(dataset);
      for (;;) {
        const result = await within(async (term) => {
          const names = await store.saidBy(dataset, WITHDRAWN_AT_ONCE);
          if (names.length === 0) return null;
          const rows = new Map<TitleName, TitleRow | null>();
          await readRows(store, rows, names);
          const others = (name: TitleName) => (rows.get(name)?.said ?? []).filter((said) => said.dataset !== dataset);
          const changed = new Map(names.map((name) => [name, others(name)]));
          return prepared(term, await settle(term, rows, changed), 0, 0);
        });
        if (result === null) return;
        let done = false;
        try {
          yield {
            ...result,
            async commit() {
              await result.commit();
              done = true;
            },
          };
        } finally {
          await result.discard();
        }
        if (!done) throw new AppError("INTERNAL_SERVER_ERROR", "What is withdrawn has to be committed before more is.");
      }
    },

    async *decisions() {
      for await (const page of store.decisions()) yield* page;
    },

    async close() {
      await end();
      await store.close();
    },
  };
}

function nameOf({ ref }: TitleRecord): TitleName {
  return titleName(ref);
}

function refuseReserved(dataset: string): void {
  if (dataset === CATALOGUE) {
    throw new AppError(
      "BAD_USER_INPUT",
      `A dataset can't be called ${CATALOGUE}: that is Marquee's own; choose another name.`,
    );
  }
}
