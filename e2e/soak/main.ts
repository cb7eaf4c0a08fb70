// npm run soak: many listeners over real sockets and two gateways, while clients rate, listeners are cut off and every process is restarted
// in turn. Each listener must have every event of its filter exactly once, in order per movie. Exits with 1 when one has not.
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEngines } from "@marquee/tools/engines/start-engines.js";
import { addMovies } from "../environment/catalogue.js";
import { clusterOf } from "../environment/cluster.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { openEnvironment } from "../environment/open-environment.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { readRatingLog } from "../live-log/read-rating-log.js";
import type { ListenerFilter } from "./listener.js";
import type { FromProcess, ToProcess } from "./listeners-process.js";
import { startProcesses } from "./processes.js";
import { SoakRaters } from "./raters.js";

const USAGE = `npm run soak -- [--short] [--for 120s] [--listeners 1000] [--rate 200] [--cuts 10] [--report FILE]
  --short      what a machine with two cores holds beside its engines: 200 listeners, 20 ratings and 5 cut cables a second, for 30 s
  --for        how long is rated at least; restarting every process may take longer
  --listeners  of which each hears a twentieth of what is rated
  --rate       ratings a second
  --cuts       connections a second that are cut off at random
  --report     a file to write the figures to, as Markdown
Runs on the engines that MARQUEE_TEST_CASSANDRA and MARQUEE_TEST_KAFKA name, or starts a node of each.`;

/** A listener hears one of so many movies, genres or users. */
const SHARES = 20;
const LISTENER_PROCESSES = 2;
const CATCH_UP_MS = 120_000;

const { listeners, perSecond, cuts, forMs, report } = readArguments();
const say = (line: string) => void process.stdout.write(`${line}\n`);
const environment = openEnvironment();
try {
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await environment.dispose();
}

async function soak(): Promise<boolean> {
  const failures: unknown[] = [];
  let over = false;
  const fail = (failure: unknown) => {
    if (over) return;
    failures.push(failure);
    say(String(failure));
  };
  const env = { ...clusterOf(environment, await enginesToUse()), EVENT_LOG_PARTITIONS: "4" };
  const migration = environment.spawn("migrate", env);
  if ((await migration.exited).code !== 0) throw new Error(migration.describe());
  const places = await startProcesses(
    environment,
    { ...env, WS_MAX_SOCKETS_PER_ADDRESS: "10000", LOG_LEVEL: "info" },
    fail,
  );
  const urls = places.filter(({ name }) => name.startsWith("gateway")).map(({ server }) => server.url);
  say(`${places.length} processes are ready`);
  const client = new GraphqlClient({ url: urls[0] ?? "", dispatcher: environment.agent });
  const numbers = Array.from({ length: SHARES }, (_, nth) => nth);
  const movieIds = await addMovies(
    await signInAdmin(client),
    numbers.map((nth) => ({ title: `Film ${nth}`, genres: [`Genre ${nth}`] })),
  );
  const people: Person[] = [];
  for (const nth of numbers) people.push(await register(client, `rater-${nth}`));
  const filters: ListenerFilter[] = Array.from({ length: listeners }, (_, nth) => {
    const share = nth % SHARES;
    const kind = Math.floor(nth / SHARES) % 4;
    if (kind === 0) return { userId: people[share]?.id ?? "" };
    return kind === 1 ? { genre: `Genre ${share}` } : { movieId: movieIds[share] ?? "" };
  });

  const processes = Array.from({ length: LISTENER_PROCESSES }, () => {
    const child = fork(fileURLToPath(new URL("listeners-process.ts", import.meta.url)), { execArgv: process.execArgv });
    environment.onDispose(() => child.kill("SIGKILL"));
    return child;
  });
  const all = <Said extends FromProcess["said"]>(said: Said, messageTo: (nth: number) => ToProcess) =>
    Promise.all(
      processes.map(async (child, nth) => {
        child.send(messageTo(nth));
        for (;;) {
          const [message] = (await once(child, "message")) as [FromProcess];
          if (message.said === said) return message as Extract<FromProcess, { said: Said }>;
        }
      }),
    );
  await all("live", (nth) => ({
    do: "listen",
    urls: nth % 2 === 0 ? urls : urls.toReversed(),
    filters: filters.filter((_, index) => index % LISTENER_PROCESSES === nth),
    cutEveryMs: (1_000 * LISTENER_PROCESSES) / cuts,
  }));
  say(`${listeners} listeners are live`);

  const tokens = people.map(({ token }) => token);
  const startedAt = performance.now();
  const raters = new SoakRaters({
    perSecond,
    urls,
    movieIds,
    tokens,
    agent: environment.agent,
    onFailure: fail,
  });
  // Undisturbed for a while, so that there is a rate to tell: once processes that have just started have compiled what they run.
  await pause(forMs / 8);
  const warmAt = performance.now();
  const warm = { rated: raters.acknowledged.size, delivered: await delivered() };
  await pause(forMs / 8);
  const calmS = (performance.now() - warmAt) / 1_000;
  const calm = {
    rated: raters.acknowledged.size - warm.rated,
    delivered: (await delivered()) - warm.delivered,
  };
  say(`undisturbed: ${(calm.rated / calmS).toFixed(0)} ratings/s, ${(calm.delivered / calmS).toFixed(0)} deliveries/s`);
  const codes: string[] = [];
  for (const place of places) {
    const code = await place.restart();
    if (code !== 0) codes.push(`${place.name} ended with ${code}`);
    say(`${place.name} was restarted`);
  }
  await pause(Math.max(0, forMs - (performance.now() - startedAt)));
  await raters.stop();
  const tookS = (performance.now() - startedAt) / 1_000;
  for (const child of processes) child.send({ do: "calm" } satisfies ToProcess);

  over = true;
  const log = await readRatingLog(env);
  const file = join(await environment.folder(), "log.json");
  await writeFile(file, JSON.stringify(log));
  const genres = Object.fromEntries(movieIds.map((movieId, nth) => [movieId, `Genre ${nth}`]));
  const compared = await all("compared", () => ({ do: "compare", log: file, genres, withinMs: CATCH_UP_MS }));
  const inLog = new Set(log.map(({ eventId }) => eventId));
  const findings = [
    ...failures.map(String),
    ...codes,
    ...[...raters.acknowledged]
      .filter((eventId) => !inLog.has(eventId))
      .map((eventId) => `${eventId} was acknowledged and is not in the log`),
    ...compared.flatMap((each) => each.findings),
  ];
  const sum = (figure: (each: (typeof compared)[number]) => number) =>
    compared.reduce((total, each) => total + figure(each), 0);
  const lines = [
    `- ${listeners} listeners in ${LISTENER_PROCESSES} processes, ${perSecond} ratings a second asked for, ${cuts} cut cables a second, for ${tookS.toFixed(0)} s`,
    `- undisturbed: ${(calm.rated / calmS).toFixed(0)} ratings and ${(calm.delivered / calmS).toFixed(0)} deliveries a second`,
    `- in all: ${(log.length / tookS).toFixed(0)} ratings and ${(sum((each) => each.delivered) / tookS).toFixed(0)} deliveries a second, while ${places.length} processes were restarted one after the other`,
    `- ${log.length} ratings, ${raters.repetitions} sendings repeated; ${sum((each) => each.delivered)} deliveries of ${sum((each) => each.wanted)}; ${sum((each) => each.resumptions)} resumptions`,
    ...(findings.length === 0
      ? ["- every listener has every event of its filter exactly once, in order per movie"]
      : findings.slice(0, 40).map((finding) => `- **${finding}**`)),
  ];
  say(lines.join("\n"));
  if (report !== undefined) await writeFile(report, `# Soak\n\n${lines.join("\n")}\n`);
  return findings.length === 0;

  async function delivered(): Promise<number> {
    return (await all("count", () => ({ do: "count" }))).reduce((total, each) => total + each.delivered, 0);
  }
}

async function enginesToUse(): Promise<{ cassandra: string; kafka: string }> {
  const { MARQUEE_TEST_CASSANDRA: cassandra, MARQUEE_TEST_KAFKA: kafka } = process.env;
  if (cassandra !== undefined && kafka !== undefined) return { cassandra, kafka };
  const engines = await startEngines({ cassandra: 1, kafka: 1, onProgress: say });
  environment.onDispose(() => engines.close());
  const at = ([node]: typeof engines.cassandra) => `${node?.host}:${node?.port}`;
  return { cassandra: at(engines.cassandra), kafka: at(engines.kafka) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function readArguments() {
  const options = {
    short: { type: "boolean", default: false },
    for: { type: "string" },
    listeners: { type: "string" },
    rate: { type: "string" },
    cuts: { type: "string" },
    report: { type: "string" },
  } as const;
  const usual = { for: "120s", listeners: "1000", rate: "200", cuts: "10" };
  const short = { for: "30s", listeners: "200", rate: "20", cuts: "5" };
  try {
    const { values } = parseArgs({ options });
    const chosen = { ...(values.short ? short : usual), ...values };
    const [, amount, unit] = /^(\d+)(s|m)$/.exec(chosen.for) ?? [];
    const [listeners, perSecond, cuts] = [chosen.listeners, chosen.rate, chosen.cuts].map(Number);
    if (amount === undefined || !listeners || !perSecond || !cuts)
      throw new Error("A time is like 90s or 5m, the rest are numbers.");
    const forMs = Number(amount) * (unit === "m" ? 60_000 : 1_000);
    return { listeners, perSecond, cuts, forMs, report: values.report };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(1);
  }
}
