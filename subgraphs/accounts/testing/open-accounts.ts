import { generateJwtKey } from "@marquee/platform/config/jwt-key.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { type WatchedLog, watchLog } from "@marquee/platform/testing/watched-log.js";
import { type AccountsSubgraph, createAccountsSubgraph } from "../app.js";
import { accountsConfig } from "../config/accounts-config.js";

export interface OpenedAccounts {
  /** The one that runs now. */
  subgraph(): AccountsSubgraph;
  database: SqliteDatabase;
  log: EventLog;
  appendAndFold: WatchedLog["appendAndFold"];
  clock: FixedClock;
  logger: ReturnType<typeof createRecordingLogger>;
  jwtKey: ReturnType<typeof generateJwtKey>;
  /** Calls to the database's readers since the count was last asked for. */
  takeReads(): number;
  /** Ends the subgraph and starts it anew over the same files. */
  restart(environment?: Record<string, string>): Promise<AccountsSubgraph>;
  // biome-ignore lint/suspicious/noExplicitAny: what a query gives is for the test to know
  run(query: string, variables?: Record<string, unknown>, viewer?: Viewer | null): Promise<any>;
  close(): Promise<void>;
}

/** The subgraph on embedded engines in a folder of its own. `wrapLog` may make the log fail. */
export async function openAccounts(
  environment: Record<string, string> = {},
  wrapLog: (log: EventLog) => EventLog = (log) => log,
): Promise<OpenedAccounts> {
  const temp = await openTempDatabase();
  let reads = 0;
  const database: SqliteDatabase = {
    all: (sql, params) => {
      reads += 1;
      return temp.database.all(sql, params);
    },
    allMany: (sql, paramSets) => temp.database.allMany(sql, paramSets),
    write: (statements) => temp.database.write(statements),
    close: () => temp.database.close(),
  };
  const clock = new FixedClock("2026-03-01T12:00:00Z");
  const logger = createRecordingLogger();
  // On the database itself, so that only the subgraph's reads are counted.
  const watched = watchLog(await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock }));
  const log = wrapLog(watched.log);
  const jwtKey = generateJwtKey();
  const start = (env: Record<string, string>) =>
    createAccountsSubgraph({
      ...{ database, log, clock, logger, jwtKeys: [jwtKey], config: parseConfig(accountsConfig, env) },
      ...{ cursors: createCursorSigner(["k".repeat(32)]), metrics: createMetrics() },
    });
  let subgraph = await start(environment);
  return {
    ...{ database, log, appendAndFold: watched.appendAndFold, clock, logger, jwtKey },
    subgraph: () => subgraph,
    takeReads() {
      const taken = reads;
      reads = 0;
      return taken;
    },
    async restart(env = environment) {
      await subgraph.close();
      subgraph = await start(env);
      return subgraph;
    },
    run: (query, variables = {}, viewer = null) =>
      subgraph.endpoint.execute({ query, variables, viewer, requestId: "test" }),
    async close() {
      await subgraph.close();
      await log.close();
      await temp.close();
    },
  };
}
