import type { EventLog } from "../event-log/event-log.js";
import type { SchemaDatabase } from "../store/migrate-cassandra.js";
import type { SqliteDatabase } from "../store/sqlite-database.js";

/** What a process stands on, as its configuration chose. */
export interface Engines {
  readonly log: EventLog;
  readonly store: StoreEngine;
}

/** Where rows are kept. Only what opens a subgraph's stores asks which one it is. */
export type StoreEngine =
  | { readonly kind: "embedded"; readonly database: SqliteDatabase }
  | {
      readonly kind: "cassandra";
      /** For what lives in the store alone: credentials, sessions, checkpoints. */
      readonly own: SchemaDatabase;
      /** For what is folded from the log, and so can be made anew in another keyspace. */
      readonly folded: SchemaDatabase;
    };
