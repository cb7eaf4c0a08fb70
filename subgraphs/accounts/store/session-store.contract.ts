import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedStore } from "./opened-store.contract.js";
import type { SessionStore } from "./session-store.js";

/** What every adapter of SessionStore must do. */
export function sessionStoreContract(name: string, open: () => Promise<OpenedStore<SessionStore>>): void {
  describe(`${name} is a SessionStore`, () => {
    let opened: OpenedStore<SessionStore>;
    let store: SessionStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    beforeEach(() => opened.empty());
    afterAll(() => opened.close());

    const start = (tokenHash: string, familyId = "f1") =>
      store.start({ familyId, userId: "u1", tokenHash, now: 0, expiresAt: 1000 });
    const rotate = (tokenHash: string, successorHash: string, now = 10) =>
      store.rotate({ tokenHash, successorHash, now, expiresAt: now + 1000 });

    test("a token is traded for its successor, and that for the next", async () => {
      await start("a");
      expect(await rotate("a", "b")).toEqual({ outcome: "ROTATED", userId: "u1", familyId: "f1" });
      expect(await rotate("b", "c")).toEqual({ outcome: "ROTATED", userId: "u1", familyId: "f1" });
    });

    test("a token that is shown again ends its family, and no other", async () => {
      await start("a");
      await start("other", "f2");
      await rotate("a", "b");
      expect(await rotate("a", "x")).toEqual({ outcome: "REUSED", userId: "u1" });
      expect(await rotate("b", "c")).toEqual({ outcome: "UNKNOWN" });
      expect(await rotate("x", "y")).toEqual({ outcome: "UNKNOWN" });
      expect(await rotate("a", "z")).toEqual({ outcome: "UNKNOWN" });
      expect(await rotate("other", "next")).toEqual({ outcome: "ROTATED", userId: "u1", familyId: "f2" });
    });

    test("of two who trade one token at the same moment, one at most gets through", async () => {
      await start("a");
      const outcomes = await Promise.all([rotate("a", "b"), rotate("a", "c")]);
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["REUSED", "ROTATED"]);
      expect((await rotate("b", "d")).outcome).toBe("UNKNOWN");
      expect((await rotate("c", "e")).outcome).toBe("UNKNOWN");
    });

    test("an expired token is unknown, and its successor lives as long as it was given", async () => {
      await start("a");
      await start("b", "f2");
      expect((await rotate("a", "c", 1000)).outcome).toBe("UNKNOWN");
      expect((await rotate("b", "d", 999)).outcome).toBe("ROTATED");
      expect((await rotate("d", "e", 1998)).outcome).toBe("ROTATED");
    });

    test("a session ends once, by any of its tokens", async () => {
      await start("a");
      await rotate("a", "b");
      expect(await store.end("a", 10)).toBe(true);
      expect(await store.end("b", 10)).toBe(false);
      expect((await rotate("b", "c")).outcome).toBe("UNKNOWN");
      expect(await store.end("never given out", 10)).toBe(false);
    });

    test("tells which of many sessions are over: signed out, used twice or never there", async () => {
      for (const [token, family] of ["a", "b", "c"].map((name) => [name, `f-${name}`] as const))
        await start(token, family);
      await rotate("a", "a2");
      await store.end("b", 10);
      await rotate("c", "c2");
      await rotate("c", "c3");
      expect((await store.ended(["f-a", "f-b", "f-c", "never"], 10)).sort()).toEqual(["f-b", "f-c", "never"]);
      expect(await store.ended([], 10)).toEqual([]);
    });

    test("a session that has expired can't be ended", async () => {
      await start("a");
      await store.start({ familyId: "f2", userId: "u2", tokenHash: "b", now: 1000, expiresAt: 2000 });
      expect(await store.end("a", 1000)).toBe(false);
      expect(await store.end("b", 1000)).toBe(true);
    });
  });
}
