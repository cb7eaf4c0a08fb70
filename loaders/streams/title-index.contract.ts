/** What every TitleIndex does. */
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { movieFacts } from "../testing/movie-facts.js";
import { MAX_WAITING_READ, type TitleIndex, type WaitingRating } from "./title-index.js";

export function titleIndexContract(
  name: string,
  open: () => Promise<{ index: TitleIndex; close(): Promise<void> }>,
): void {
  describe(`${name} is a TitleIndex`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let index: TitleIndex;
    let tag = 0;
    beforeAll(async () => {
      opened = await open();
      index = opened.index;
    });
    afterAll(() => opened.close());
    /** Tests share the tables, not the titles. */
    beforeEach(() => {
      tag += 1;
    });
    const titled = (title: string): MovieFacts => movieFacts({ title: `${title} ${tag}` });
    const movie = (id: string, title: string | null, position: number) => ({
      movieId: `${id}-${tag}`,
      facts: title === null ? null : titled(title),
      position,
    });
    const found = async (...titles: string[]) =>
      (await index.find(titles.map((title) => `${title} ${tag}`))).map((movies) =>
        movies.map(({ movieId }) => movieId.split("-")[0]),
      );

    it("finds movies by title, in any case, with blanks at its ends, each title in its place", async () => {
      await index.fold([movie("b", " The Matrix", 1), movie("a", "THE MATRIX", 2), movie("c", "Ávila\u00a0", 3)]);
      expect(await found("the matrix", "nothing", "ávila\u00a0")).toEqual([["a", "b"], [], ["c"]]);
      const [[first] = []] = await index.find([`the matrix ${tag}`]);
      expect(first).toEqual({ movieId: `a-${tag}`, facts: titled("THE MATRIX") });
      expect(await index.find([])).toEqual([]);
    });

    it("knows a movie by the title it has now, and no retired one", async () => {
      await index.fold([movie("a", "old", 1), movie("b", "old", 2)]);
      await index.fold([movie("a", "new", 3), movie("b", null, 4)]);
      expect(await found("old", "new")).toEqual([[], ["a"]]);
      await index.fold([movie("b", "old", 5)]);
      expect(await found("old")).toEqual([["b"]]);
    });

    it("is not moved back by what is older, in one batch or the next", async () => {
      await index.fold([movie("a", "second", 20), movie("a", "first", 10)]);
      await index.fold([movie("a", null, 15)]);
      expect(await found("first", "second")).toEqual([[], ["a"]]);
    });

    it("keeps ratings for their titles until they are forgotten", async () => {
      const rating = (title: string, position: number): WaitingRating => ({
        ...{ title: `${title} ${tag}`, partition: 1, position, message: `{"n":${position}}` },
      });
      const [one, two, other] = [rating("x", 1), rating("x", 2 ** 41), rating("y", 3)];
      await index.keepWaiting([one, two, other]);
      await index.keepWaiting([one]);
      const waiting = async (...titles: string[]) => index.waitingFor(titles.map((title) => `${title} ${tag}`));
      expect(await waiting("x", "z", "y")).toEqual([one, two, other]);
      await index.forget([one, other]);
      expect(await waiting("x", "y")).toEqual([two]);
      const many = Array.from({ length: MAX_WAITING_READ + 1 }, (_, n) => rating("many", n));
      await index.keepWaiting(many);
      expect(await waiting("many")).toHaveLength(MAX_WAITING_READ);
    });

    it("remembers how far a topic is taken up, and never less", async () => {
      const topic = `topic ${tag}`;
      expect(await index.progress(topic, 0)).toBe(0);
      await index.saveProgress(topic, 0, 2 ** 41 + 7);
      await index.saveProgress(topic, 0, 12);
      await index.saveProgress(topic, 1, 3);
      expect([await index.progress(topic, 0), await index.progress(topic, 1)]).toEqual([2 ** 41 + 7, 3]);
    });
  });
}
