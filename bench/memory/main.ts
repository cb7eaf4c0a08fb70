// npm run bench:memory: a million ratings through log and projector, one event each, on the engines that are configured. What the process
// holds after collecting garbage must not grow with what it has seen.
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { openRatings } from "../open-ratings.js";
import { take, zipfRatings } from "../traffic/zipf-ratings.js";

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const STRETCH = EVENTS / 20;
const APPEND = 500;

const collect = globalThis.gc;
if (collect === undefined) throw new Error("Run it with node --expose-gc, as npm run bench:memory does");
const { log, projectors, close } = await openRatings();

const ratings = zipfRatings({ movies: 20_000, users: 100_000, seed: 1 });
const held: number[] = [];
const startedAt = performance.now();
for (let sent = 0; sent < EVENTS; ) {
  for (const end = sent + STRETCH; sent < end; sent += APPEND) {
    await log.append(TOPICS.ratings, take(Math.min(APPEND, end - sent), ratings).map(RatingSubmitted.encode));
  }
  await projectors.caughtUp();
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  held.push(heapUsed / 2 ** 20);
  const rate = Math.round(sent / ((performance.now() - startedAt) / 1_000));
  console.log(
    `${sent.toString().padStart(9)} ratings   heap ${(heapUsed / 2 ** 20).toFixed(1)} MiB   RSS ${Math.round(rss / 2 ** 20)} MiB   ${rate}/s`,
  );
}
await close();

// The first stretches fill buffers and caches that have a bound.
const [early, late] = [Math.max(...held.slice(2, 7)), Math.max(...held.slice(-5))];
console.log(`heap: at most ${early.toFixed(1)} MiB early, ${late.toFixed(1)} MiB late`);
process.exit(late < early * 1.25 + 5 ? 0 : 1);
