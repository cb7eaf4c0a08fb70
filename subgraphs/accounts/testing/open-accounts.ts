import { generateJwtKey } from "@marquee/platform/config/jwt-key.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { countReads } from "@marquee/platform/testing/count-reads.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { type WatchedLog, watchLog } from "@marquee/platform/testing/watched-log.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { type AccountsSubgraph, createAccountsSubgraph } from "../app.js";
import { accountsConfig } from "../config/accounts-config.js";
import { accountProjectorPlans } from "../projectors.js";
import { openEmbeddedAccountStores } from "../store/embedded-account-stores.js";

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
  const counting = countReads(temp.database);
  const clock = new FixedClock("2026-03-01T12:00:00Z");
  const logger = createRecordingLogger();
  const metrics = createMetrics();
  // On the database itself, so that only the subgraph's reads are counted.
  const watched = watchLog(await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock }));
  const log = wrapLog(watched.log);
  const jwtKey = generateJwtKey();
  const cursors = createCursorSigner(["k".repeat(32)]);
  const projectors = await startProjectors({
    ...{ log, logger, metrics, deadLettersTopic: TOPICS.deadLetters },
    plans: accountProjectorPlans(await openEmbeddedAccountStores(temp.database)),
  });
  const stores = await openEmbeddedAccountStores(counting.database);
  const start = (env: Record<string, string>) =>
    createAccountsSubgraph({
      ...{ stores, log, clock, logger, cursors, metrics, jwtKeys: [jwtKey] },
      config: parseConfig(accountsConfig, env),
    });
  let subgraph = await start(environment);
  let readsBefore = 0;
  return {
    ...{ database: temp.database, log, appendAndFold: watched.appendAndFold, clock, logger, jwtKey },
    subgraph: () => subgraph,
    takeReads() {
      const taken = counting.reads() - readsBefore;
      readsBefore = counting.reads();
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
      await projectors.close();
      await log.close();
      await temp.close();
    },
  };
}
