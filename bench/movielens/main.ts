// npm run bench:movielens -- FOLDER: a MovieLens "latest" folder through the log as an import, on the engines that are configured; every movie's count, mean and
// standard deviation must equal those computed straight from the CSV. Prints the figures; exits 1 when one differs.
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { createRatingsSubgraph } from "@marquee/ratings/app.js";
import { openRatings } from "../open-ratings.js";
import { compareSummaries } from "./compare-summaries.js";
import { figuresByMovie } from "./figures-of.js";
import { importMovieLens } from "./import-movielens.js";
import { readMovieLens } from "./read-movielens.js";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Say where the MovieLens files are: npm run bench:movielens -- FOLDER");
  process.exit(2);
}
const { titles, ratings } = await readMovieLens(folder);
const expected = figuresByMovie(ratings);

const { config, shared, log, stores, projectors, close } = await openRatings();
const subgraph = await createRatingsSubgraph({
  ...shared,
  stores,
  log,
  cursors: createCursorSigner(["for this run alone, thirty-two characters"]),
});

const startedAt = performance.now();
await importMovieLens(log, titles, ratings);
await projectors.caughtUp();
const seconds = (performance.now() - startedAt) / 1000;
const result = await compareSummaries(subgraph.endpoint, expected);
// Sent a second time, it changes nothing.
await importMovieLens(log, titles, ratings);
await projectors.caughtUp();
const again = await compareSummaries(subgraph.endpoint, expected);
await subgraph.close();
await close();

console.log(`engines                                 ${config.STORE}, ${config.EVENT_LOG}`);
console.log(`ratings in the CSV                      ${ratings.length}`);
console.log(`movies with ratings                     ${expected.size}`);
console.log(`movies whose count differs              ${result.counts}`);
console.log(`largest difference of a mean            ${result.mean.toExponential(1)}`);
console.log(`largest difference of a deviation       ${result.standardDeviation.toExponential(1)}`);
console.log(
  `the same after a second import          ${again.counts} counts, ${again.mean.toExponential(1)}, ${again.standardDeviation.toExponential(1)}`,
);
console.log(
  `import, appended and folded             ${seconds.toFixed(1)} s, ${Math.round(ratings.length / seconds)} ratings/s`,
);
const within = (one: typeof result) => one.counts === 0 && one.mean < 1e-9 && one.standardDeviation < 1e-9;
process.exit(within(result) && within(again) ? 0 : 1);
