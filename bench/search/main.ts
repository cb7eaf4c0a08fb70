// npm run bench:search -- [1 | 10 | 100]: how long searches take over so many times the sample catalogue. Copies have other ids and, in a
// third of their longer words, a letter more, so that the vocabulary grows too. CPU is the mean of all threads: on a machine that does other
// work it says more than the clock.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogueEntryOf } from "@marquee/loaders/sample/catalogue-entry-of.js";
import { readCatalogue } from "@marquee/loaders/sample/catalogue-file.js";
import { createSampleData } from "@marquee/loaders/sample/sample-data.js";
import { popularityScore } from "@marquee/movies/rules/popularity-score.js";
import { openEmbeddedMovieStores } from "@marquee/movies/store/embedded-movie-stores.js";
import type { MovieFilter } from "@marquee/movies/store/movie-index.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";

const RARE: MovieFilter = { genres: ["Horror"], country: "FR", releasedFrom: 2014 };
const QUERIES: readonly (readonly [what: string, text: string, filter?: MovieFilter])[] = [
  ["one letter", "a"],
  ["one letter, a rare filter", "a", RARE],
  ["the commonest word", "the"],
  ["a word and a letter", "the m"],
  ["a first name", "john"],
  ["a title", "matrix"],
  ["a misspelt title", "godfahter"],
  ["four words, two misspelt", "lrod of teh rings"],
  ["a misspelt short word", "teh cat"],
  ["nothing", "qqqq nothing"],
  ["ten common words", "the of and a in to john david robert michael"],
];
const TIMES_EACH = 9;
const AT_ONCE = 500;

const copies = Number(process.argv[2] ?? 1);
const folder = await mkdtemp(join(tmpdir(), "marquee-search-"));
const database = await openSqliteDatabase({ file: join(folder, "movies.db") });
try {
  const { catalogue, index, popularity } = await openEmbeddedMovieStores(database);
  const startedAt = performance.now();
  await fill();
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${copies} x the sample: folded in ${seconds.toFixed(1)} s`);
  for (const [what, text, filter = {}] of QUERIES) {
    const tookMs: number[] = [];
    const cpuBefore = process.cpuUsage();
    for (let time = 0; time < TIMES_EACH; time += 1) {
      const before = performance.now();
      await index.search({ text, filter, offset: 0, limit: 21 });
      tookMs.push(performance.now() - before);
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpuMs = (user + system) / 1_000 / TIMES_EACH;
    tookMs.sort((a, b) => a - b);
    const [middle, most] = [tookMs[Math.floor(TIMES_EACH / 2)], tookMs.at(-1)];
    console.log(
      `${what.padEnd(28)} ${middle?.toFixed(1).padStart(7)} ms, at most ${most?.toFixed(1).padStart(7)} ms, CPU ${cpuMs.toFixed(1).padStart(7)} ms`,
    );
  }

  async function fill(): Promise<void> {
    const rows = await readCatalogue();
    const { ratingCounts } = createSampleData(rows);
    let position = 0;
    for (let copy = 0; copy < copies; copy += 1) {
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        const steps = rows.slice(from, from + AT_ONCE).map((row) => {
          const entry = catalogueEntryOf(row);
          const changed = (text: string) => varied(text, copy);
          const people = { directors: entry.directors.map(changed), cast: entry.cast.map(changed) };
          position += 1;
          return { id: `${row.id}-${copy}`, entry: { ...entry, ...people, title: changed(entry.title) }, position };
        });
        await catalogue.fold(0, steps);
        await popularity.setPopularity(
          steps.map(({ id, position: at }, n) => {
            const count = ratingCounts[from + n] ?? 0;
            return { id, score: popularityScore({ count, sum: 6 * count }), position: at };
          }),
        );
      }
    }
  }
} finally {
  await database.close();
  await rm(folder, { recursive: true });
}

function varied(text: string, copy: number): string {
  if (copy === 0) return text;
  const letter = String.fromCharCode(97 + (copy % 26));
  return text.replace(/\p{L}{6,}/gu, (word) =>
    (word.charCodeAt(2) + word.length) % 3 === 0 ? `${word.slice(0, 3)}${letter}${word.slice(3)}` : word,
  );
}
