// npm run soak: many listeners over real sockets and two gateways, while people and another system rate, listeners are cut off and every
// process is restarted in turn. Each listener must have every event of its filter exactly once, in order per movie. Exits with 1 when
// one has not.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startEngines } from "@marquee/tools/engines/start-engines.js";
import { clusterOf } from "../environment/cluster.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { openEnvironment } from "../environment/open-environment.js";
import { openEnginesOf } from "../live-log/open-engines-of.js";
import { readRatingLog } from "../live-log/read-rating-log.js";
import { openCast } from "./cast.js";
import { compareListener } from "./compare-listener.js";
import { SoakListener } from "./listener.js";
import { LISTENER_PROCESSES, ListenerProcesses } from "./listener-processes.js";
import { OutsideRaters, outsideUserId } from "./outside-raters.js";
import { startProcesses } from "./processes.js";
import { SoakRaters } from "./raters.js";
import { readSoakArguments } from "./soak-arguments.js";

const CATCH_UP_MS = 120_000;

const { short, listeners, perSecond, byHand, cuts, forMs, report } = readSoakArguments();
const say = (line: string) => void process.stdout.write(`${line}\n`);
const environment = openEnvironment();
try {
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await environment.dispose();
}

async function soak(): Promise<boolean> {
  const failures: string[] = [];
  let over = false;
  const fail = (failure: unknown) => {
    if (over) return;
    failures.push(String(failure));
    say(String(failure));
  };
  const env = { ...clusterOf(environment, await enginesToUse()), EVENT_LOG_PARTITIONS: "4", OUTSIDE_STREAMS: "on" };
  const migration = environment.spawn("migrate", env);
  if ((await migration.exited).code !== 0) throw new Error(migration.describe());
  const many = { WS_MAX_SOCKETS_PER_ADDRESS: "10000", LOG_LEVEL: "info" };
  const places = await startProcesses(environment, { ...env, ...many }, fail);
  const urls = places.filter(({ name }) => name.startsWith("gateway")).map(({ server }) => server.url);
  say(`${places.length} processes are ready`);
  const client = new GraphqlClient({ url: urls[0] ?? "", dispatcher: environment.agent });
  const cast = await openCast(client, { listeners, byHand: byHand / perSecond });
  const crowd = new ListenerProcesses(environment);
  await crowd.listen({ urls, filters: cast.filters, cuts });
  // Hears everything: what it has not heard yet is what the machine is behind by.
  const witness = new SoakListener(urls, {}, 0);
  environment.onDispose(() => witness.stop());
  while (!witness.live) await pause(20);
  say(`${listeners} listeners are live`);

  const { engines, close } = await openEnginesOf(env);
  environment.onDispose(close);
  const startedAt = performance.now();
  const rated = (): number => people.acknowledged.size + outside.sent;
  const outside: OutsideRaters = new OutsideRaters({
    log: engines.log,
    perSecond: perSecond - byHand,
    names: cast.viewers,
    titles: cast.titles,
    behind: () => rated() - witness.eventIds.length,
    onFailure: fail,
  });
  const people: SoakRaters = new SoakRaters({
    perSecond: byHand,
    urls,
    movieIds: cast.movieIds,
    tokens: cast.people.map(({ token }) => token),
    agent: environment.agent,
    onFailure: fail,
  });
  const figures = async () => ({
    at: performance.now(),
    rated: rated(),
    byHand: people.acknowledged.size,
    heard: witness.eventIds.length,
    delivered: await crowd.delivered(),
  });
  // Undisturbed for a while, so that there is a rate to tell: once processes that have just started have compiled what they run.
  await pause(forMs / 8);
  const before = await figures();
  await pause(forMs / 8);
  const after = await figures();
  const rate = (of: "rated" | "byHand" | "heard" | "delivered") =>
    ((1_000 * (after[of] - before[of])) / (after.at - before.at)).toFixed(0);
  const undisturbed = `undisturbed: ${rate("rated")} ratings a second, ${rate("byHand")} of them by hand; ${rate("heard")} of them heard, ${rate("delivered")} deliveries`;
  say(undisturbed);
  for (const place of places) {
    const code = await place.restart();
    if (code !== 0) failures.push(`${place.name} ended with ${code}`);
    say(`${place.name} was restarted`);
  }
  await pause(Math.max(0, forMs - (performance.now() - startedAt)));
  await Promise.all([people.stop(), outside.stop()]);
  const tookS = (performance.now() - startedAt) / 1_000;
  crowd.calm();

  over = true;
  await outside.takenUp(AbortSignal.timeout(CATCH_UP_MS));
  const log = await readRatingLog(env);
  const file = join(await environment.folder(), "log.json");
  await writeFile(file, JSON.stringify(log));
  const compared = await crowd.compare({ log: file, genres: cast.genres, withinMs: CATCH_UP_MS });
  for (let left = CATCH_UP_MS; witness.eventIds.length < log.length && left > 0; left -= 50) await pause(50);
  const inLog = new Set(log.map(({ eventId }) => eventId));
  const lost = [...people.acknowledged].filter((eventId) => !inLog.has(eventId));
  const fromOutside = log.filter(({ userId }) => userId.startsWith(outsideUserId(""))).length;
  const findings = [
    ...failures,
    ...lost.map((eventId) => `${eventId} was acknowledged and is not in the log`),
    ...(outside.sent === fromOutside
      ? []
      : [`${outside.sent} ratings were written outside, and ${fromOutside} of them are in the log`]),
    ...compareListener(witness, log).map((finding) => `who hears everything: ${finding}`),
    ...compared.findings,
  ];
  const { delivered, wanted, resumptions } = compared;
  const lines = [
    `- ${listeners} listeners in ${LISTENER_PROCESSES} processes, ${perSecond} ratings a second asked for, ${byHand} of them by hand, ${cuts} cut cables a second, for ${tookS.toFixed(0)} s`,
    `- ${undisturbed}`,
    `- in all: ${(log.length / tookS).toFixed(0)} ratings and ${(delivered / tookS).toFixed(0)} deliveries a second, while ${places.length} processes were restarted one after the other`,
    `- ${log.length} ratings, ${people.acknowledged.size} of them by hand, ${people.repetitions + outside.repetitions} sendings repeated; ${delivered} deliveries of ${wanted}; ${resumptions} resumptions`,
    ...(findings.length === 0
      ? ["- every listener has every event of its filter exactly once, in order per movie"]
      : findings.slice(0, 40).map((finding) => `- **${finding}**`)),
  ];
  say(lines.join("\n"));
  if (report !== undefined) await writeFile(report, `# Soak\n\n${lines.join("\n")}\n`);
  return findings.length === 0;
}

async function enginesToUse(): Promise<{ cassandra: string; kafka: string }> {
  const { MARQUEE_TEST_CASSANDRA: cassandra, MARQUEE_TEST_KAFKA: kafka } = process.env;
  if (cassandra !== undefined && kafka !== undefined) return { cassandra, kafka };
  const engines = await startEngines({ cassandra: 1, kafka: 1, quick: short, onProgress: say });
  environment.onDispose(() => engines.close());
  const at = ([node]: typeof engines.cassandra) => `${node?.host}:${node?.port}`;
  return { cassandra: at(engines.cassandra), kafka: at(engines.kafka) };
}
