import { setTimeout as wait } from "node:timers/promises";
import { foldedRows } from "@marquee/all-in-one/rebuild/testing/folded-rows.js";
import type { Engines } from "@marquee/platform/engines/engines.js";
import { seededRandom } from "@marquee/ratings/projection/testing/rating-traffic.js";
import { openRatingStores } from "@marquee/ratings/store/open-rating-stores.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ChaosReport } from "./chaos-report.js";
import { checkFold } from "./check-fold.js";
import { checkLog } from "./check-log.js";
import { checkRebuild } from "./check-rebuild.js";
import { addMovies, type Cluster } from "./cluster.js";
import { type Fault, runLane } from "./fault-lane.js";
import { History } from "./history.js";
import { faultLanes } from "./lanes.js";
import { ratingsClient } from "./ratings-client.js";
import { readFound } from "./read-found.js";
import { runOnce } from "./service.js";
import { startTraffic } from "./traffic.js";
import { until } from "./until.js";

export interface ChaosOptions {
  cluster: Cluster;
  /** How long faults go on; longer where one of a kind has not been done by then. */
  faultsMs: number;
  seed: number;
  say(line: string): void;
}

const MOVIES = Array.from({ length: 6 }, (_, n) => `movie-${n}`);
const WRITERS = 48;
const USERS_EACH = 8;
const READY_MS = 120_000;
const FOLDED_MS = 180_000;
const REBUILT = "chaos_rebuilt";

/** Writes and faults, then healing, then every check. */
export async function runChaos({ cluster, faultsMs, seed, say }: ChaosOptions): Promise<ChaosReport> {
  const opened = await cluster.open();
  const client = ratingsClient(cluster.gatewaySecret);
  try {
    await addMovies(opened.engines, MOVIES);
    const names = ["1", "2"];
    const projectors = await Promise.all(names.map((n) => cluster.startService("projector", `projector ${n}`)));
    const ratings = await Promise.all(names.map((n) => cluster.startService("ratings", `ratings ${n}`)));
    await Promise.all([...projectors, ...ratings].map((service) => service.ready(READY_MS)));
    say("two ratings processes and two projectors are ready");

    const history = new History();
    const startedAt = performance.now();
    const stopTraffic = startTraffic({
      client,
      history,
      urls: () => ratings.map(({ url }) => url),
      movieIds: MOVIES,
      writers: WRITERS,
      usersEach: USERS_EACH,
      random: seededRandom(seed),
    });
    const faults: Record<string, Record<Fault, number>> = {};
    const signal = AbortSignal.timeout(faultsMs);
    const lanes = faultLanes(cluster, ratings, projectors);
    await Promise.all(
      lanes.map(async (lane, index) => {
        const random = seededRandom(seed * 31 + index);
        const sayWhen = (line: string) => say(`${seconds(startedAt).toFixed(1).padStart(6)} s  ${line}`);
        faults[lane.kind] = await runLane(lane, { random, signal, say: sayWhen });
      }),
    );
    const faultsTookS = seconds(startedAt);
    say("all is healed; writing a moment longer");
    await wait(1_000);
    await stopTraffic();
    const healedAt = performance.now();
    await until("everything is folded", FOLDED_MS, () => checkFolded(opened.engines));
    say(`everything is folded, ${seconds(healedAt).toFixed(1)} s after the last write`);
    const foldedAfterS = seconds(healedAt);
    const checked = await check(cluster, opened.engines, history, say);
    const findings = [...projectors, ...ratings].flatMap(({ endedByItself }) => endedByItself);
    findings.push(...checked.findings);
    return { seed, faults, faultsTookS, foldedAfterS, history, ...checked, findings };
  } finally {
    await client.close();
    await opened.close();
  }
}

async function checkFolded({ log }: Engines): Promise<void> {
  const committed = await log.committed("ratings", TOPICS.ratings);
  for (const { partition, earliest, end } of await log.positions(TOPICS.ratings)) {
    const at = committed.get(partition) ?? 0;
    if (end > earliest && at < end) throw new Error(`partition ${partition}: ${at} of ${end}`);
  }
}

async function check(cluster: Cluster, { log, store }: Engines, history: History, say: ChaosOptions["say"]) {
  if (store.kind !== "cassandra") throw new Error("The rows are to be in Cassandra");
  const found = await readFound(log, (await openRatingStores(store)).ratings);
  const logged = [...found.log.values()].reduce((sum, entries) => sum + entries.length, 0);
  const published = [...found.changes.values()].reduce((sum, records) => sum + records.length, 0);
  say(`read ${logged} events and ${published} records of changes`);
  const findings = [...checkLog(history, found.log), ...checkFold(found)];

  const rebuiltAt = performance.now();
  const { code, output } = await runOnce("rebuild", cluster.environment, ["--into", REBUILT]);
  if (code !== 0) findings.push(`The rebuild ended with ${code}: ${output}`);
  const rebuilt = await cluster.open({ CASSANDRA_FOLDED_KEYSPACE: REBUILT });
  try {
    if (rebuilt.engines.store.kind !== "cassandra") throw new Error("The rows are to be in Cassandra");
    const serving = await foldedRows(store.folded);
    findings.push(...checkRebuild(serving, await foldedRows(rebuilt.engines.store.folded)));
    const rows = Object.values(serving).reduce((sum, table) => sum + table.length, 0);
    say(`rebuilt from offset 0 in ${seconds(rebuiltAt).toFixed(1)} s; ${rows} rows were compared`);
    return { logged, published, rows, rebuiltInS: seconds(rebuiltAt), findings };
  } finally {
    await rebuilt.close();
  }
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
