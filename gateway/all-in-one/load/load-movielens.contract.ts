import { join } from "node:path";
import { writeMovieLens } from "@marquee/loaders/testing/write-movielens.js";
import { openTempFolder } from "@marquee/platform/testing/temp-folder.js";
import { expect, it } from "vitest";
import { load, openFolded, prepare } from "./testing/loaded-backend.js";
import { rankingOf, summariesOf } from "./testing/straight-from-rows.js";

/** As many rows as MovieLens' small set has, made up. */
const SIZE = { movies: 9_724, users: 610, ratings: 100_836, seed: 42 };

/** What a load of MovieLens comes to on any engines, chosen by the environment; `drop`: of what it left there. */
export function loadedMovieLensContract(
  name: string,
  environmentOf: (dataDir: string) => Readonly<Record<string, string>>,
  options: { timeoutMs: number; drop?(folded: Awaited<ReturnType<typeof openFolded>>): Promise<void> },
): void {
  it(
    `${name}: every movie's count, mean and standard deviation, and the first 1,000, are those of the file; a second load changes nothing`,
    async () => {
      const folder = await openTempFolder();
      const files = join(folder.path, "files");
      const environment = environmentOf(join(folder.path, "data"));
      const rows = await writeMovieLens(files, SIZE);
      const expected = summariesOf(rows);
      expect(rows).toHaveLength(SIZE.ratings);
      await prepare(environment);
      const { report } = await load(environment, files);
      expect(report.counts).toMatchObject({ read: 110_560, accepted: 110_560, rejected: {}, skipped: {} });

      const folded = await openFolded(environment);
      try {
        const summaries = await folded.summaries([...expected.keys()]);
        [...expected.values()].forEach(({ count, average, standardDeviation }, index) => {
          expect(summaries[index]?.count).toBe(count);
          expect(summaries[index]?.average).toBeCloseTo(average ?? Number.NaN, 9);
          if (standardDeviation === null) expect(summaries[index]?.standardDeviation).toBeNull();
          else expect(summaries[index]?.standardDeviation).toBeCloseTo(standardDeviation, 9);
        });
        const ranking = rankingOf(expected);
        const scores = new Map(ranking.map(({ id, score }) => [id, score]));
        const top = await folded.topMovies();
        expect(top).toHaveLength(1_000);
        expect(new Set(top).size).toBe(1_000);
        // Movies of one score, which is told to three decimals, stand in any order.
        top.forEach((id, place) => {
          expect(Math.abs((scores.get(id) ?? 0) - (ranking[place]?.score ?? 0))).toBeLessThan(0.001);
        });
        const ends = await folded.ends();
        await folded.close();

        const again = await load(environment, files);
        expect(again.report.stages.map(({ outcome }) => outcome)).toEqual(["already-loaded", "already-loaded"]);
        const after = await openFolded(environment);
        expect(await after.ends()).toEqual(ends);
        await options.drop?.(after);
        await after.close();
      } finally {
        await folded.close();
        await folder.close();
      }
    },
    options.timeoutMs,
  );
}
