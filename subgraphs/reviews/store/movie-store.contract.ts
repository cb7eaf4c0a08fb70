import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MovieStore } from "./movie-store.js";

/** What every store of the movies that can be reviewed must do. */
export function movieStoreContract(
  name: string,
  open: () => Promise<{ movies: MovieStore; close(): Promise<void> }>,
): void {
  describe(`${name}: movies`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    it("knows what it was told, in the order of the log", async () => {
      const { movies } = opened;
      expect(await movies.find("m")).toBeNull();
      await movies.write([
        { movieId: "m", title: "M", retired: false, position: 3 },
        { movieId: "n", title: "N", retired: false, position: 4 },
        { movieId: "n", title: null, retired: true, position: 5 },
      ]);
      expect([await movies.find("m"), await movies.find("n")]).toEqual([{ retired: false }, { retired: true }]);
      await movies.write([
        { movieId: "n", title: "N", retired: false, position: 4 },
        { movieId: "m", title: null, retired: true, position: 6 },
      ]);
      expect([await movies.find("m"), await movies.find("n")]).toEqual([{ retired: true }, { retired: true }]);
    });
  });
}
