import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { type CatalogueEntry, MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { catalogueEntryNamed } from "@marquee/schema/testing/catalogue-entry.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TitleRecord } from "../records/load-record.js";
import { groupTitles } from "./group-titles.js";
import { type Contribution, contributions, saidIn } from "./testing/contributions.js";
import { FoldedCatalogue } from "./testing/folded-catalogue.js";
import { titleName, titleRef } from "./title-name.js";
import type { PreparedTitles, TitleDecision, TitleRegistry } from "./title-registry.js";

export interface OpenedRegistry {
  log: EventLog;
  /** A registry over the same store, as another process opens it; closed with the rest. */
  open(): Promise<TitleRegistry>;
  close(): Promise<void>;
}

/** What every TitleRegistry must do. `runs`: how many sets of generated contributions. */
export function titleRegistryContract(name: string, start: () => Promise<OpenedRegistry>, runs: number): void {
  describe(`${name} as TitleRegistry`, () => {
    let opened: OpenedRegistry;
    let registry: TitleRegistry;
    beforeAll(async () => {
      opened = await start();
      registry = await opened.open();
    });
    afterAll(() => opened?.close());

    let spaces = 0;
    const newSpace = () => `s${++spaces}x`;

    const settle = async (prepared: PreparedTitles): Promise<PreparedTitles> => {
      if (prepared.messages.length > 0) await opened.log.append(TOPICS.movies, prepared.messages);
      await prepared.commit();
      return prepared;
    };
    const load = async (dataset: string, ...records: TitleRecord[]) => settle(await registry.prepare(dataset, records));
    const withdraw = async (dataset: string) => {
      for await (const prepared of registry.withdraw(dataset)) await settle(prepared);
    };
    const catalogue = async (): Promise<FoldedCatalogue> => {
      const folded = new FoldedCatalogue();
      await readToEnd(opened.log, TOPICS.movies, (messages) => folded.fold(messages));
      return folded;
    };
    const movieOf = async (ref: string) => (await registry.find([titleRef(ref)]))[0]?.movieId ?? null;

    const expectSameAs = async (space: string, all: readonly Contribution[]) => {
      const pure = groupTitles(saidIn(all));
      const { live } = await catalogue();
      const ofSpace = [...live].filter(([, entry]) => entry.title.startsWith(space));
      const entries = pure.groups.flatMap(({ entry }) => entry ?? []);
      expect(sorted(ofSpace.map(([, entry]) => entry))).toEqual(sorted(entries));
      const ids = new Set<string>();
      for (const { names, entry } of pure.groups) {
        const found = await registry.find(names.map(titleRef));
        const movies = new Set(found.map((one) => one?.movieId ?? null));
        expect(movies.size, names.join(" ")).toBe(1);
        const [movieId = null] = movies;
        if (entry === null) expect(movieId).toBeNull();
        else {
          expect(live.get(String(movieId))).toEqual(entry);
          expect(found[0]?.facts).toMatchObject({ title: entry.title, releaseYear: entry.releaseYear });
          expect(ids.has(String(movieId))).toBe(false);
          ids.add(String(movieId));
        }
      }
      const decisions: TitleDecision[] = [];
      for await (const decision of registry.decisions()) decisions.push(decision);
      expect(sorted(decisions.filter(({ title }) => title.startsWith(space)))).toEqual(sorted(pure.decisions));
    };

    const loadIn = async (batches: readonly Contribution[][]) => {
      for (const batch of batches) {
        for (const dataset of new Set(batch.map((one) => one.dataset))) {
          await load(dataset, ...batch.filter((one) => one.dataset === dataset).map(({ record }) => record));
        }
      }
    };

    const inBatches = (size: { ids: number; most: number }) =>
      fc.constant(null).chain(() => {
        const space = newSpace();
        return contributions(space, size).chain((all) =>
          fc.record({
            space: fc.constant(space),
            all: fc.shuffledSubarray(all, { minLength: all.length }),
            cuts: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 }),
          }),
        );
      });

    it("comes to what the rules say of everything together, in any order and any batches, and back when a dataset is withdrawn", () =>
      fc.assert(
        fc.asyncProperty(fc.oneof(inBatches({ ids: 3, most: 10 }), inBatches({ ids: 14, most: 60 })), async (drawn) => {
          const { space, all, cuts } = inSpaceOfItsOwn(drawn, newSpace());
          await loadIn(cut(all, cuts));
          await expectSameAs(space, all);

          const before = (await catalogue()).eventIds.size;
          await loadIn(cut(all.toReversed(), cuts));
          expect((await catalogue()).eventIds.size).toBe(before);

          await withdraw(`${space}-a`);
          const left = all.filter(({ dataset }) => dataset !== `${space}-a`);
          await expectSameAs(space, left);
          await loadIn(cut(all, [5]));
          await expectSameAs(space, all);
        }),
        { numRuns: runs },
      ));
  });
}

/** A set that is tried again, smaller, must not meet what the larger one left. */
function inSpaceOfItsOwn<Drawn extends { space: string; all: Contribution[] }>(drawn: Drawn, space: string): Drawn {
  return { ...drawn, space, all: JSON.parse(JSON.stringify(drawn.all).replaceAll(drawn.space, space)) };
}

function cut<Item>(items: readonly Item[], sizes: readonly number[]): Item[][] {
  const batches: Item[][] = [];
  for (let from = 0; from < items.length; ) {
    const size = sizes[batches.length % sizes.length] ?? 1;
    batches.push(items.slice(from, from + size));
    from += size;
  }
  return batches;
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
