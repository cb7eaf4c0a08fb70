import { describe, expect, it } from "vitest";
import type { ImportCheckpoint, ImportCheckpoints } from "./import-checkpoints.js";

export interface OpenedCheckpoints {
  checkpoints: ImportCheckpoints;
  /** The same store opened a second time, as another run of the program would. */
  reopen(): Promise<ImportCheckpoints>;
  close(): Promise<void>;
}

/** What every ImportCheckpoints must do. */
export function importCheckpointsContract(name: string, open: () => Promise<OpenedCheckpoints>): void {
  const halfway: ImportCheckpoint = { fingerprint: "a1", done: 1_200, complete: false };

  const using = async (check: (opened: OpenedCheckpoints) => Promise<void>): Promise<void> => {
    const opened = await open();
    try {
      await check(opened);
    } finally {
      await opened.close();
    }
  };

  describe(`${name} as ImportCheckpoints`, () => {
    it("has nothing under a new name", () =>
      using(async ({ checkpoints }) => {
        expect(await checkpoints.load("sample")).toBeNull();
      }));

    it("gives back exactly what was saved", () =>
      using(async ({ checkpoints }) => {
        await checkpoints.save("sample", halfway);
        expect(await checkpoints.load("sample")).toEqual(halfway);
      }));

    it("replaces what was saved before", () =>
      using(async ({ checkpoints }) => {
        await checkpoints.save("sample", halfway);
        const complete = { fingerprint: "b2", done: 7, complete: true };
        await checkpoints.save("sample", complete);
        expect(await checkpoints.load("sample")).toEqual(complete);
      }));

    it("keeps names apart", () =>
      using(async ({ checkpoints }) => {
        await checkpoints.save("sample", halfway);
        await checkpoints.save("netflix", { ...halfway, done: 3 });
        expect(await checkpoints.load("sample")).toEqual(halfway);
      }));

    it("keeps them when it is opened again", () =>
      using(async ({ checkpoints, reopen }) => {
        await checkpoints.save("sample", halfway);
        expect(await (await reopen()).load("sample")).toEqual(halfway);
      }));
  });
}
