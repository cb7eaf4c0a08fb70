import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { type CatalogueEntry, MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TitleRecord } from "../records/load-record.js";
import { groupTitles } from "./group-titles.js";
import { type Contribution, contributions, saidIn } from "./testing/contributions.js";
import { FoldedCatalogue } from "./testing/folded-catalogue.js";
import { titleRef } from "./title-name.js";
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

    it("joins by ids what claims them, and keeps the id that was there first", async () => {
      const s = newSpace();
      await load(
        `${s}ml`,
        title(`movielens:${s}2571`, { title: `${s} Matrix`, releaseYear: 1999 }, [`imdb:${s}tt0133093`]),
      );
      expect(await movieOf(`movielens:${s}2571`)).toBe(`imdb:${s}tt0133093`);
      const { joined } = await load(
        `${s}imdb`,
        title(`imdb:${s}tt0133093`, { title: `The ${s} Matrix`, releaseYear: 1999 }),
      );
      expect(joined.byId).toBe(1);
      expect(await movieOf(`imdb:${s}tt0133093`)).toBe(`imdb:${s}tt0133093`);
      const { live } = await catalogue();
      expect(live.get(`imdb:${s}tt0133093`)?.title).toBe(`The ${s} Matrix`);
      expect(live.has(`movielens:${s}2571`)).toBe(false);
    });

    it("retires the younger of two movies that turn out to be one, and takes its id back when they fall apart", async () => {
      const s = newSpace();
      await load(`${s}netflix`, title(`netflix:${s}1`, { title: `${s} Seven` }));
      await load(`${s}imdb`, title(`imdb:${s}1`, { title: `${s} Se7en`, releaseYear: 1995 }));
      const apart = await catalogue();
      expect([apart.live.has(`netflix:${s}1`), apart.live.has(`imdb:${s}1`)]).toEqual([true, true]);

      await load(`${s}links`, title(`wikidata:${s}Q1`, {}, [`imdb:${s}1`, `netflix:${s}1`]));
      const one = await catalogue();
      expect(one.retired.get(`imdb:${s}1`)).toBe(`netflix:${s}1`);
      expect(await movieOf(`imdb:${s}1`)).toBe(`netflix:${s}1`);
      expect(one.live.get(`netflix:${s}1`)).toMatchObject({ title: `${s} Se7en`, releaseYear: 1995 });

      await withdraw(`${s}links`);
      const again = await catalogue();
      expect(again.live.get(`netflix:${s}1`)).toMatchObject({ title: `${s} Seven`, releaseYear: null });
      expect(again.live.get(`imdb:${s}1`)).toMatchObject({ title: `${s} Se7en` });
      expect(await movieOf(`imdb:${s}1`)).toBe(`imdb:${s}1`);
    });

    it("points every id that was retired before at the movie that stands for all in the end", async () => {
      const s = newSpace();
      for (const id of ["a", "b", "c"]) await load(`${s}films`, title(`imdb:${s}${id}`, { title: `${s} ${id}` }));
      await load(`${s}one`, title(`tmdb:${s}1`, {}, [`imdb:${s}b`, `imdb:${s}c`]));
      expect((await catalogue()).retired.get(`imdb:${s}c`)).toBe(`imdb:${s}b`);
      await load(`${s}two`, title(`wikidata:${s}2`, {}, [`imdb:${s}a`, `imdb:${s}b`]));
      const { retired } = await catalogue();
      expect([retired.get(`imdb:${s}b`), retired.get(`imdb:${s}c`)]).toEqual([`imdb:${s}a`, `imdb:${s}a`]);
    });

    it("retires a movie that nobody speaks of any more, for nothing", async () => {
      const s = newSpace();
      await load(`${s}d`, title(`imdb:${s}1`, { title: `${s} Gone` }));
      await withdraw(`${s}d`);
      expect((await catalogue()).retired.get(`imdb:${s}1`)).toBeNull();
      expect(await movieOf(`imdb:${s}1`)).toBeNull();
    });

    it("lists what is joined by title alone, and what is not because two of one source are called alike", async () => {
      const s = newSpace();
      await load(`${s}imdb`, title(`imdb:${s}1`, { title: `${s} Heat!`, releaseYear: 1995 }));
      const { joined } = await load(`${s}n`, title(`netflix:${s}1`, { title: `${s} HEAT`, releaseYear: 1995 }));
      const titles = [[`imdb:${s}1`], [`netflix:${s}1`]];
      const decision = { title: `${s} heat`, releaseYear: 1995 };
      expect(joined).toEqual({
        byId: 0,
        byTitle: [{ decision: "JOINED_BY_TITLE", ...decision, titles }],
        ambiguous: [],
      });
      const later = await load(`${s}imdb`, title(`imdb:${s}2`, { title: `${s} Heat`, releaseYear: 1995 }));
      const all = [[`imdb:${s}1`], [`imdb:${s}2`], [`netflix:${s}1`]];
      expect(later.joined.ambiguous).toEqual([{ decision: "AMBIGUOUS", ...decision, titles: all }]);
      expect(await movieOf(`netflix:${s}1`)).toBe(`netflix:${s}1`);
    });

    it("lists it once, though another part adds names, and again when it is another", async () => {
      const s = newSpace();
      const facts = { title: `${s} Heat`, releaseYear: 1995 };
      await load(`${s}n`, title(`netflix:${s}1`, facts));
      const first = await load(`${s}m`, title(`movielens:${s}1`, facts));
      expect(first.joined.byTitle).toHaveLength(1);
      const links: TitleRecord = { ...title(`movielens:${s}1`, {}), part: "links", sameAs: [titleRef(`tmdb:${s}9`)] };
      expect((await load(`${s}m`, links)).joined.byTitle).toEqual([]);
      expect((await load(`${s}w`, title(`wikidata:${s}1`, facts))).joined.byTitle).toHaveLength(1);
    });

    it("leaves a film and a series that are called alike apart, and says nothing of it", async () => {
      const s = newSpace();
      await load(`${s}imdb`, title(`imdb:${s}1`, { title: `${s} Fargo`, releaseYear: 1996 }));
      const facts = { title: `${s} Fargo`, releaseYear: 1996, kind: "SERIES" } as const;
      const { joined } = await load(`${s}netflix`, title(`netflix:${s}1`, facts));
      expect(joined).toEqual({ byId: 0, byTitle: [], ambiguous: [] });
      expect(await movieOf(`netflix:${s}1`)).toBe(`netflix:${s}1`);
    });

    it("makes the same events again when it was killed between the log and itself", async () => {
      const s = newSpace();
      const records = [title(`imdb:${s}1`, { title: `${s} One` }), title(`imdb:${s}2`, { title: `${s} Two` })];
      const lost = await registry.prepare(`${s}d`, records);
      await opened.log.append(TOPICS.movies, lost.messages);
      registry = await opened.open();
      const again = await registry.prepare(`${s}d`, records);
      expect(again.messages.map(eventIdOf)).toEqual(lost.messages.map(eventIdOf));
      await settle(again);
      expect((await load(`${s}d`, ...records)).unchanged).toBe(2);
    });

    it("forgets what is discarded", async () => {
      const s = newSpace();
      await (await registry.prepare(`${s}d`, [title(`imdb:${s}1`, { title: `${s} One` })])).discard();
      expect(await movieOf(`imdb:${s}1`)).toBeNull();
      await load(`${s}d`, title(`imdb:${s}1`, { title: `${s} One` }));
      expect(await movieOf(`imdb:${s}1`)).toBe(`imdb:${s}1`);
    });

    it("joins what others wrote into the catalogue, and lets what somebody typed in win", async () => {
      const s = newSpace();
      const sample = catalogueEntry({
        title: `${s} Solaris`,
        releaseYear: 1972,
        externalIds: [{ source: "imdb", id: `${s}1` }],
      });
      await opened.log.append(TOPICS.movies, [upserted(`imdb:${s}1`, sample, "import")]);
      registry = await opened.open();
      const movielens = title(`movielens:${s}9`, { title: `${s} Solaris`, genres: ["Drama"] }, [`imdb:${s}1`]);
      await load(`${s}ml`, movielens);
      expect(await movieOf(`movielens:${s}9`)).toBe(`imdb:${s}1`);
      expect((await catalogue()).live.get(`imdb:${s}1`)).toMatchObject({ title: `${s} Solaris`, genres: ["Drama"] });

      const typedIn = { ...sample, title: `${s} Solyaris`, genres: ["Science fiction"] };
      await opened.log.append(TOPICS.movies, [upserted(`imdb:${s}1`, typedIn, "live")]);
      registry = await opened.open();
      await load(`${s}imdb`, title(`imdb:${s}1`, { title: `${s} Solaris`, genres: ["Drama"], runtimeMinutes: 167 }));
      expect((await catalogue()).live.get(`imdb:${s}1`)).toMatchObject({
        title: `${s} Solyaris`,
        genres: ["Science fiction"],
        runtimeMinutes: 167,
      });
    });

    it("writes nothing of what others wrote, as long as nothing is joined with it", async () => {
      const s = newSpace();
      const film = (id: number) => {
        const externalIds = [{ source: "imdb", id: `${s}${id}` }];
        return upserted(`imdb:${s}${id}`, catalogueEntry({ title: `${s} ${id}`, externalIds }), "import");
      };
      await opened.log.append(TOPICS.movies, [film(1), film(2)]);
      registry = await opened.open();
      const { messages } = await load(`${s}d`);
      expect(messages).toEqual([]);
      const { live, eventIds } = await catalogue();
      expect([live.has(`imdb:${s}1`), [...eventIds].some((id) => id.startsWith(`titles:u:imdb:${s}`))]).toEqual([
        true,
        false,
      ]);
      expect(await movieOf(`imdb:${s}2`)).toBe(`imdb:${s}2`);
    });

    it("takes a movie that was typed in under a new id for the film that is called so", async () => {
      const s = newSpace();
      await load(`${s}imdb`, title(`imdb:${s}1`, { title: `${s} Stalker`, releaseYear: 1979 }));
      const entry = catalogueEntry({ title: `${s} Stalker`, releaseYear: 1979, description: "A guide." });
      await opened.log.append(TOPICS.movies, [upserted(`0192-${s}`, entry, "live")]);
      registry = await opened.open();
      await load(`${s}d`);
      const { live, retired } = await catalogue();
      expect(retired.get(`0192-${s}`)).toBe(`imdb:${s}1`);
      expect(live.get(`imdb:${s}1`)?.description).toBe("A guide.");
    });

    it("finds nothing under names that nobody has, or that stand for no movie", async () => {
      const s = newSpace();
      await load(`${s}d`, title(`imdb:${s}1`, { runtimeMinutes: 90 }));
      expect(await registry.find([titleRef(`imdb:${s}1`), titleRef(`imdb:${s}2`)])).toEqual([null, null]);
    });

    it("refuses to prepare more before the last is committed, and a dataset called as its own", async () => {
      const pending = await registry.prepare(newSpace(), []);
      await expect(registry.prepare(newSpace(), [])).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
      await pending.discard();
      await expect(registry.prepare("(catalogue)", [])).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
    });
  });
}

function title(name: string, facts: TitleRecord["facts"], sameAs: string[] = []): TitleRecord {
  return { type: "title", ref: titleRef(name), part: "basics", facts, sameAs: sameAs.map(titleRef) };
}

function upserted(movieId: string, movie: CatalogueEntry, origin: "live" | "import") {
  const eventId = `${origin} ${movieId} ${movie.title}`;
  return MovieUpserted.encode(MovieUpserted.create({ eventId, occurredAt: 0, origin, movieId, movie }));
}

function eventIdOf({ value }: { value: string }): string {
  return JSON.parse(value).eventId;
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
