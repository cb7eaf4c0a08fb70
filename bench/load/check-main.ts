// check-main.ts FOLDER: holds what was loaded and folded against figures computed straight from FOLDER/ratings.csv: every movie's summary as a
// gateway would ask for it, and the best thousand. Prints the differences as JSON; exits 1 when there are any.
import { join } from "node:path";
import { createMoviesSubgraph } from "@marquee/movies/app.js";
import { startLeaderboardWorker } from "@marquee/movies/leaderboard/start-leaderboard-worker.js";
import { moviesProjectorPlans } from "@marquee/movies/projectors.js";
import { openMovieStores } from "@marquee/movies/store/open-movie-stores.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { createRatingsSubgraph } from "@marquee/ratings/app.js";
import { openRatingStores } from "@marquee/ratings/store/open-rating-stores.js";
import { TOPIC_SETTINGS, TOPICS } from "@marquee/schema/events/topics.js";
import { compareSummaries } from "../movielens/compare-summaries.js";
import { figuresOfFile } from "./figures-of-file.js";
import { topMovieIds } from "./top-movie-ids.js";

const [folder = ""] = process.argv.slice(2);
const { byMovie, best } = await figuresOfFile(join(folder, "ratings.csv"));

const config = parseConfig(engineConfig, readEnvironment());
const lifecycle = createLifecycle();
const logger = createLogger({ level: "warn", service: "check" });
const shared = { clock: systemClock, logger, metrics: createMetrics() };
const parts = { ...shared, lifecycle, signal: lifecycle.closing, topicSettings: TOPIC_SETTINGS };
const engines = await openEngines(config, parts);
const { log, store } = engines;
const cursors = createCursorSigner(["for this run alone, thirty-two characters"]);

const movieStores = await openMovieStores(engines, { dataDir: config.DATA_DIR, logger, lifecycle });
const plans = moviesProjectorPlans(movieStores);
const projectors = await startProjectors({ ...shared, log, plans, deadLettersTopic: TOPICS.deadLetters });
lifecycle.onClose("projectors", () => projectors.close());
await projectors.caughtUp();
if (movieStores.boards !== undefined) {
  const worker = await startLeaderboardWorker({ ...movieStores.boards, log, logger });
  lifecycle.onClose("leaderboard worker", () => worker.close());
  await worker.caughtUp();
}
const movies = await createMoviesSubgraph({ ...shared, stores: movieStores, log, cursors });
lifecycle.onClose("movies", () => movies.close());
const ratings = await createRatingsSubgraph({ ...shared, stores: await openRatingStores(store), log, cursors });
lifecycle.onClose("ratings", () => ratings.close());

const { counts, mean, standardDeviation } = await compareSummaries(ratings.endpoint, byMovie);
const ranked = await topMovieIds(movies.endpoint, best.length);
const misplaced = best.filter((id, place) => ranked[place] !== id).length;
await lifecycle.close();
console.log(JSON.stringify({ movies: byMovie.size, counts, mean, standardDeviation, ranked: best.length, misplaced }));
process.exit(counts === 0 && mean < 1e-9 && standardDeviation < 1e-9 && misplaced === 0 ? 0 : 1);
