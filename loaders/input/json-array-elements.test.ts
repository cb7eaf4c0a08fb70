import { describe, expect, it } from "vitest";
import { InputCutShort } from "./input-file.js";
import { jsonArrayElements } from "./json-array-elements.js";

async function elementsOf(text: string, piece: number, cut?: string) {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    if (cut !== undefined) throw new InputCutShort(cut);
  }
  const rows = [];
  for await (const block of jsonArrayElements(pieces())) {
    for (const row of block) rows.push([row.line, row.value ?? row.fault?.reason, row.fault === null ? "" : row.raw]);
  }
  return rows;
}

const good = (line: number, id: string, more = {}) => [line, { id, ...more }, ""];

describe.each([1, 3, 16, 10_000])("an array in pieces of %i bytes", (piece) => {
  it("has its objects, whatever stands in their strings", async () => {
    const odd = { text: 'a "quoted" \\ brace } and { [ , \n é 🎬', list: [{ deep: "}" }] };
    const text = JSON.stringify([{ id: "1" }, { id: "2", ...odd }, { id: "3", end: "\\" }]);
    expect(await elementsOf(text, piece)).toEqual([good(1, "1"), good(2, "2", odd), good(3, "3", { end: "\\" })]);
  });

  it("may be laid out over lines", async () => {
    const text = `${JSON.stringify([{ id: "1" }, { id: "2" }], null, 2)}\n`;
    expect(await elementsOf(text, piece)).toEqual([good(1, "1"), good(2, "2")]);
  });

  it("may be empty", async () => {
    expect(await elementsOf("[ ]\n", piece)).toEqual([]);
  });

  it("loses an object that is broken, and reads on behind it", async () => {
    const text =
      '[{"id": "1"}, {"id": 2"}, {"id": "3"}, {"id": "4}, {"id": "5"}, {"id": "6", {"id": "7"}, {"id": "8"}]';
    expect(await elementsOf(text, piece)).toEqual([
      good(1, "1"),
      [2, "BROKEN_JSON", '{"id": 2"}, '],
      good(3, "3"),
      [4, "BROKEN_JSON", '{"id": "4}, '],
      good(5, "5"),
      [6, "BROKEN_JSON", '{"id": "6", '],
      good(7, "7"),
      good(8, "8"),
    ]);
  });

  it("says what is no object", async () => {
    expect(await elementsOf('[{"id": "1"}, null, {"id": "2"}]', piece)).toEqual([
      good(1, "1"),
      [2, "BROKEN_JSON", "null"],
      good(3, "2"),
    ]);
  });

  it("says when it ends early: within an object, between two, or where gzip did", async () => {
    expect(await elementsOf('[{"id": "1"}, {"id": "2', piece)).toEqual([good(1, "1"), [2, "TRUNCATED", '{"id": "2']]);
    expect(await elementsOf('[{"id": "1"}, ', piece)).toEqual([good(1, "1"), [2, "TRUNCATED", ","]]);
    expect(await elementsOf('[{"id": "1"}', piece, "no more")).toEqual([good(1, "1"), [2, "TRUNCATED", ""]]);
  });
});
