import { describe, expect, it } from "vitest";
import { pageSize, toConnection } from "./connection.js";

describe("pageSize", () => {
  it("is what was asked for, or the fallback", () => {
    expect([pageSize(1, 20), pageSize(100, 20), pageSize(null, 20), pageSize(undefined, 8)]).toEqual([1, 100, 20, 8]);
  });

  it.each([0, -1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s, naming the limit", (first) => {
    expect(() => pageSize(first, 20)).toThrowError(
      expect.objectContaining({ code: "BAD_USER_INPUT", message: expect.stringContaining("1 to 100") }),
    );
  });
});

describe("toConnection", () => {
  const cursorOf = (letter: string) => `cursor-${letter}`;

  it("drops the row that only tells that there is more", () => {
    const connection = toConnection({ items: ["a", "b", "c"], pageSize: 2, after: undefined, cursorOf });
    expect(connection.nodes).toEqual(["a", "b"]);
    expect(connection.edges).toEqual([
      { node: "a", cursor: "cursor-a" },
      { node: "b", cursor: "cursor-b" },
    ]);
    expect(connection.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: "cursor-a",
      endCursor: "cursor-b",
    });
  });

  it("knows the last page, full or not, and that something came before a cursor", () => {
    const full = toConnection({ items: ["a", "b"], pageSize: 2, after: "x", cursorOf });
    expect(full.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true, endCursor: "cursor-b" });
    const short = toConnection({ items: ["a"], pageSize: 2, after: null, cursorOf });
    expect(short.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false, endCursor: "cursor-a" });
  });

  it("has no cursors when it is empty", () => {
    const empty = toConnection({ items: [], pageSize: 2, after: "x", cursorOf });
    expect(empty).toMatchObject({ edges: [], nodes: [], pageInfo: { startCursor: null, endCursor: null } });
  });

  it("signs only the cursors that are read", () => {
    const signed: string[] = [];
    const connection = toConnection({
      items: ["a", "b", "c"],
      pageSize: 3,
      after: null,
      cursorOf: (letter) => {
        signed.push(letter);
        return letter;
      },
    });
    expect(signed).toEqual([]);
    expect(connection.pageInfo.endCursor).toBe("c");
    expect(signed).toEqual(["c"]);
  });
});
