// A process of listeners. It writes down what each is told, and holds it against the log when all is over.
import { readFileSync } from "node:fs";
import type { LoggedRating } from "../live-log/read-rating-log.js";
import { compareListener } from "./compare-listener.js";
import { type ListenerFilter, SoakListener } from "./listener.js";

export type ToProcess =
  | { do: "listen"; urls: string[]; filters: ListenerFilter[]; cutEveryMs: number }
  | { do: "calm" }
  | { do: "count" }
  /** `log`: a file of LoggedRatings; `genres` by movie. */
  | { do: "compare"; log: string; genres: Record<string, string>; withinMs: number };

export type FromProcess =
  | { said: "live" }
  | { said: "count"; delivered: number }
  | { said: "compared"; delivered: number; wanted: number; resumptions: number; findings: string[] };

const say = (message: FromProcess) => process.send?.(message);
const listeners: { listener: SoakListener; filter: ListenerFilter }[] = [];
let cutting: NodeJS.Timeout | undefined;
const delivered = () => listeners.reduce((sum, { listener }) => sum + listener.eventIds.length, 0);

process.on("message", async (message: ToProcess) => {
  if (message.do === "listen") {
    for (const [nth, filter] of message.filters.entries()) {
      listeners.push({ listener: new SoakListener(message.urls, filter, nth), filter });
      if (nth % 50 === 49) await pause(50);
    }
    while (!listeners.every(({ listener }) => listener.live)) await pause(20);
    cutting = setInterval(() => {
      listeners[Math.floor(Math.random() * listeners.length)]?.listener.cut();
    }, message.cutEveryMs);
    say({ said: "live" });
  } else if (message.do === "calm") clearInterval(cutting);
  else if (message.do === "count") say({ said: "count", delivered: delivered() });
  else {
    const log = JSON.parse(readFileSync(message.log, "utf8")) as LoggedRating[];
    const wanted = listeners.map(({ filter }) => log.filter((rating) => passes(filter, rating, message.genres)));
    const deadline = performance.now() + message.withinMs;
    const complete = () =>
      listeners.every(({ listener }, nth) => listener.eventIds.length >= (wanted[nth]?.length ?? 0));
    while (!complete() && performance.now() < deadline) await pause(50);
    const findings = listeners.flatMap(({ listener, filter }, nth) =>
      compareListener(listener, wanted[nth] ?? []).map((finding) => `${JSON.stringify(filter)}: ${finding}`),
    );
    say({
      said: "compared",
      delivered: delivered(),
      wanted: wanted.reduce((sum, { length }) => sum + length, 0),
      resumptions: listeners.reduce((sum, { listener }) => sum + listener.resumptions, 0),
      findings: findings.slice(0, 50),
    });
    for (const { listener } of listeners) listener.stop();
  }
});

function passes(filter: ListenerFilter, rating: LoggedRating, genres: Readonly<Record<string, string>>): boolean {
  if (filter.movieId !== undefined) return rating.movieId === filter.movieId;
  if (filter.userId !== undefined) return rating.userId === filter.userId;
  return genres[rating.movieId] === filter.genre;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
