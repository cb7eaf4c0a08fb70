// The fold is held against a model: whatever the log says, however it is cut into batches, and wherever a projector dies between
// any two writes (lost, timed out, or landing late), every table ends as the pure fold of the log.
import { type Fate, fates } from "@marquee/platform/testing/faulty-writes.js";
import { projectWithCrashes, tries } from "@marquee/platform/testing/project-with-crashes.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { foldCatalogue } from "./fold-catalogue.js";
import { changePlaces } from "./movie-places.js";
import { createMovieProjection, toStep } from "./movie-projection.js";
import { foldMovie } from "./movie-state.js";
import { asLogMessage, type GeneratedEvent, generatedLog, MOVIE_IDS } from "./testing/generated-log.js";
import { ModelCatalogueTables } from "./testing/model-catalogue-tables.js";
import { pureCatalogue } from "./testing/pure-catalogue.js";

const runs = { numRuns: Number(process.env.MODEL_RUNS ?? 1000) };

function catalogueOn(writes: readonly Fate[]) {
  const tables = new ModelCatalogueTables(writes);
  const projection = createMovieProjection({ fold: (partition, steps) => foldCatalogue(tables, partition, steps) });
  return { tables, projection };
}

it("ends as the pure fold of the log, in every table", async () => {
  await fc.assert(
    fc.asyncProperty(generatedLog, fates, tries, async (log, writes, attempts) => {
      const { tables, projection } = catalogueOn(writes);
      await projectWithCrashes(projection, log.map(asLogMessage), attempts);
      tables.settle();
      expectPureFold(tables, log);
    }),
    runs,
  );
});

it("is not disturbed by a projector that has lost its partition and folds an old stretch again", async () => {
  const stretch = fc.record({ from: fc.nat(30), length: fc.nat(10) });
  await fc.assert(
    fc.asyncProperty(generatedLog, fates, tries, stretch, async (log, writes, attempts, { from, length }) => {
      const { tables, projection } = catalogueOn(writes);
      await projectWithCrashes(projection, log.map(asLogMessage), attempts);
      const old = log.slice(from, from + length).map(({ position, event }) => toStep(position, event));
      await foldCatalogue(tables, 0, old).catch(() => undefined);
      tables.settle();
      expectPureFold(tables, log);
    }),
    runs,
  );
});

function expectPureFold(tables: ModelCatalogueTables, log: readonly GeneratedEvent[]): void {
  const pure = pureCatalogue(log);
  const movies = tables.movies().map(([id, { entry, retired, replacedBy }]) => {
    const imdb = entry.externalIds.map(({ id: imdbId }) => imdbId);
    return [id, { title: entry.title, year: entry.releaseYear, imdb, retired, replacedBy }] as const;
  });
  expect(new Map(movies)).toEqual(pure.movies);
  expect(tables.count()).toBe(pure.count);
  expect(tables.places()).toEqual(placesAfter(log));
}

/** Folded one step at a time by hand, so that nothing can fail. */
function placesAfter(log: readonly GeneratedEvent[]): Map<string, { retired: boolean }> {
  const steps = log.map(({ position, event }) => toStep(position, event));
  return new Map(
    MOVIE_IDS.flatMap((id) => {
      const last = foldMovie(
        null,
        steps.filter((step) => step.id === id),
      ).at(-1);
      if (last === undefined) return [];
      const { taken, retired } = changePlaces(id, [], last);
      return taken.map((place): [string, { retired: boolean }] => [JSON.stringify(place), { retired }]);
    }),
  );
}
