import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AppError } from "../errors/app-error.js";
import { createCursorSigner, type JsonValue, MAX_CURSOR_LENGTH } from "./signed-cursor.js";

const OLD_KEY = "old-key-0123456789abcdef0123456789abcdef";
const NEW_KEY = "new-key-0123456789abcdef0123456789abcdef";
const signer = createCursorSigner([OLD_KEY]);

function expectInvalid(verify: () => unknown): void {
  expect(verify).toThrowError(expect.objectContaining({ name: "AppError", code: "CURSOR_INVALID" }));
}

describe("a signed cursor", () => {
  it.each<JsonValue>([
    null,
    0,
    "tt0111161",
    ["Amélie 🎬", 7],
    {
      positions: [
        [0, 12],
        [1, 99],
      ],
      live: true,
    },
  ])("gives back %j", (payload) => {
    expect(signer.verify("movies", signer.sign("movies", payload))).toEqual(payload);
  });

  it("is compact and fit for a URL", () => {
    expect(signer.sign("movies", 7)).toMatch(/^[A-Za-z0-9_-]{26}$/);
  });

  it("is refused for another kind, longer, shorter or as long", () => {
    for (const kind of ["", "movie", "movies1", "series", "Movies"]) {
      expectInvalid(() => signer.verify(kind, signer.sign("movies", 1)));
    }
  });

  it("is refused when its first bytes are moved into the kind", () => {
    const bytes = Buffer.from(signer.sign("movies", 12), "base64url");
    const moved = Buffer.concat([bytes.subarray(0, -2), bytes.subarray(-1)]).toString("base64url");
    expectInvalid(() => signer.verify("movies1", moved));
  });

  it("is refused when any one of its characters is another, is missing or is doubled", () => {
    const cursor = signer.sign("feed", { positions: [1, 2, 3] });
    for (let index = 0; index < cursor.length; index += 1) {
      const before = cursor.slice(0, index);
      const after = cursor.slice(index + 1);
      for (const other of ["A", "z", "-", "=", " ", "é"]) {
        if (other !== cursor[index]) expectInvalid(() => signer.verify("feed", before + other + after));
      }
      expectInvalid(() => signer.verify("feed", before));
      expectInvalid(() => signer.verify("feed", cursor.slice(0, index + 1) + cursor.slice(index)));
    }
  });

  it("has one spelling only", () => {
    const cursor = signer.sign("feed", "ab");
    for (const spelling of [`${cursor}=`, `${cursor}==`, ` ${cursor}`, `${cursor}\n`, `${cursor}A`]) {
      expectInvalid(() => signer.verify("feed", spelling));
    }
  });

  it("is refused when it is garbage", () => {
    for (const garbage of [
      "",
      "A",
      "AQ",
      "null",
      "💥💥💥💥💥💥💥💥💥💥",
      "\u0000\u0000",
      "\ud800",
      "AQAB".repeat(20),
    ]) {
      expectInvalid(() => signer.verify("feed", garbage));
    }
  });

  it("is refused unread when it is too long", () => {
    const read = vi.spyOn(Buffer, "from");
    onTestFinished(() => read.mockRestore());
    expectInvalid(() => signer.verify("feed", "A".repeat(50_000_000)));
    expectInvalid(() => signer.verify("feed", "A".repeat(MAX_CURSOR_LENGTH + 1)));
    expect(read).not.toHaveBeenCalled();
  });

  it("is never made too long to be accepted", () => {
    const longest = "x".repeat((MAX_CURSOR_LENGTH / 4) * 3 - 18 - 2);
    expect(signer.verify("feed", signer.sign("feed", longest))).toBe(longest);
    expect(() => signer.sign("feed", `${longest}x`)).toThrowError(AppError);
  });
});

describe("keys of cursors", () => {
  it("refuse what another key signed", () => {
    expectInvalid(() => createCursorSigner([NEW_KEY]).verify("feed", signer.sign("feed", 1)));
  });

  it("rotate: the first signs, all verify, a removed one does not", () => {
    const rotated = createCursorSigner([NEW_KEY, OLD_KEY]);
    expect(rotated.verify("feed", signer.sign("feed", "old"))).toBe("old");
    expect(createCursorSigner([NEW_KEY]).verify("feed", rotated.sign("feed", "new"))).toBe("new");
    expectInvalid(() => signer.verify("feed", rotated.sign("feed", "new")));
  });

  it("may be so many that several share an id", () => {
    const keys = Array.from({ length: 600 }, (_, index) => `key-${index}-0123456789abcdef0123456789`);
    const all = createCursorSigner(keys);
    for (const key of keys) expect(all.verify("feed", createCursorSigner([key]).sign("feed", key))).toBe(key);
  });

  it("must be at least one", () => {
    expect(() => createCursorSigner([])).toThrowError(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });
});
