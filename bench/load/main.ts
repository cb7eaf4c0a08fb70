// npm run bench:load -- [--load-only] [--without-bare] [--only embedded|engines] [ROWS… | --ratings FILE]: MovieLens ratings, made up or of a file, through
// `npm run load` and the fold, on embedded engines and on those that the environment names. Beside them, in the same run: csv-parse reading the
// same file, and a bare libsql loop that writes the same rows. Every movie's count, mean and deviation and the best thousand are held against the file.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateMovieLens, generateTitlesOf } from "./generate-movielens.js";
import { type LoadFigures, measureLoad } from "./measure-load.js";
import { type EngineName, enginesHere } from "./places.js";
import { readAlone } from "./read-alone.js";

/** At every size: what grows is the ratings. */
const MOVIES = 59_047;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "load-only": { type: "boolean", default: false },
    "without-bare": { type: "boolean", default: false },
    only: { type: "string" },
    ratings: { type: "string" },
  },
});
const sizes = positionals.map(Number);
const engines = enginesHere().filter((name) => values.only === undefined || values.only === name);
if (sizes.some((size) => !Number.isInteger(size) || size < 1) || engines.length === 0) {
  console.error(
    "Say how many ratings, and engines that the environment has: npm run bench:load -- 10000 100000 1000000",
  );
  process.exit(2);
}
const scratch = await mkdtemp(join(tmpdir(), "marquee-bench-"));
let equal = true;
try {
  if (values.ratings !== undefined) {
    const folder = join(scratch, "titled");
    await generateTitlesOf(values.ratings, folder);
    await measure(folder);
  } else {
    for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
      const folder = join(scratch, `${rows}`);
      await generateMovieLens(folder, rows, MOVIES);
      await measure(folder);
      await rm(folder, { recursive: true });
    }
  }
} finally {
  await rm(scratch, { recursive: true });
}
process.exit(equal ? 0 : 1);

async function measure(folder: string): Promise<void> {
  const read = await readAlone(join(folder, "ratings.csv"));
  for (const name of engines) {
    const { "load-only": loadOnly, "without-bare": withoutBare } = values;
    print(name, read, await measureLoad({ engines: name, folder, scratch, loadOnly, withoutBare }));
  }
}

function print(name: EngineName, read: number, { rows, load, fold, bare, check }: LoadFigures): void {
  const line = (what: string, seconds: number, more = ""): void => {
    const rate = `${Math.round(rows / seconds).toLocaleString("en")} rows/s`;
    console.log(`${what.padEnd(38)} ${seconds.toFixed(2).padStart(8)} s ${rate.padStart(18)}  ${more}`);
  };
  const used = ({ cpuSeconds, maxMebibytes }: { cpuSeconds: number; maxMebibytes: number }): string =>
    `${cpuSeconds.toFixed(1)} CPU s, at most ${maxMebibytes} MiB`;
  console.log(`\n${rows.toLocaleString("en")} ratings, ${name}`);
  line("csv-parse alone, the same file", read);
  line("load, into the log", load.seconds, `${used(load)}, titles included`);
  console.log(`load / csv-parse alone: ${(read / load.seconds).toFixed(2)}`);
  if (fold === null) return;
  line("fold, into the tables", fold.seconds, used(fold));
  const end = load.seconds + fold.seconds;
  line("end to end, one after the other", end);
  if (bare !== null) {
    line("bare libsql loop, the same rows", bare.seconds, `${bare.rows.toLocaleString("en")} rows`);
    console.log(`end to end / bare loop: ${(bare.seconds / end).toFixed(2)}`);
  }
  if (check === null) return;
  const { movies, counts, mean, standardDeviation, ranked, misplaced } = check;
  console.log(
    `against the file: of ${movies.toLocaleString("en")} movies ${counts} counts differ, means by at most ${mean.toExponential(1)}`,
  );
  console.log(
    `deviations by at most ${standardDeviation.toExponential(1)}; of topMovies' first ${ranked} ${misplaced} differ`,
  );
  equal &&= counts === 0 && mean < 1e-9 && standardDeviation < 1e-9 && misplaced === 0;
}
