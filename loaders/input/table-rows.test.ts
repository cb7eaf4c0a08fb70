import { describe, expect, it } from "vitest";
import type { SourceRow } from "./source-row.js";
import { type TableShape, tableRows } from "./table-rows.js";
import { textBlocks } from "./text-blocks.js";

const CSV: TableShape = { delimiter: ",", quotes: true, header: true, columns: 3 };

/** Rows of a text that comes in pieces of so many bytes. */
async function rowsOf(
  content: string | Buffer,
  shape = CSV,
  piece = 7,
  encoding?: string,
): Promise<SourceRow<string[]>[]> {
  const bytes = Buffer.from(content as string);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const rows: SourceRow<string[]>[] = [];
  for await (const block of tableRows(textBlocks(pieces(), encoding), shape)) rows.push(...block);
  return rows;
}

const brief = (rows: SourceRow<string[]>[]) =>
  rows.map((row) => [row.line, row.value ?? row.fault?.reason ?? row.skip]);

describe.each([1, 2, 7, 1_000])("a table in pieces of %i bytes", (piece) => {
  const rows = (content: string | Buffer, shape = CSV) => rowsOf(content, shape, piece);

  it("has its fields, quoted or not, with either line end", async () => {
    const text = 'id,title,genres\r\n1,"Matrix, The (1999)",Action\r\n2,Plain,"a ""b"" c"\n3,,\n';
    expect(brief(await rows(text))).toEqual([
      [2, ["1", "Matrix, The (1999)", "Action"]],
      [3, ["2", "Plain", 'a "b" c']],
      [4, ["3", "", ""]],
    ]);
  });

  it("counts lines where quoted fields go over several", async () => {
    const text = 'id,title,genres\n1,"Story of a\nFlying, Fortress\r\n",x\n2,two,y\n3,"a\nb","c\nd"\n4,four,z';
    expect(brief(await rows(text))).toEqual([
      [2, ["1", "Story of a\nFlying, Fortress\r\n", "x"]],
      [5, ["2", "two", "y"]],
      [6, ["3", "a\nb", "c\nd"]],
      [9, ["4", "four", "z"]],
    ]);
  });

  it("loses one line to a quote that is not closed, and reads on behind it", async () => {
    const text = 'id,title,genres\n1,"no end,x\n2,"two, 2",y\n3,three,z\n4,"four",""\n';
    const found = await rows(text);
    expect(brief(found)).toEqual([
      [2, "BROKEN_QUOTES"],
      [3, ["2", "two, 2", "y"]],
      [4, ["3", "three", "z"]],
      [5, ["4", "four", ""]],
    ]);
    expect(found[0]?.raw).toBe('1,"no end,x');
  });

  it("loses one line to a quote that is not closed when no other quote follows", async () => {
    const text = `id,title,genres\n1,"no end,x\n${"2,two,y\n".repeat(20)}`;
    const found = await rows(text);
    expect(found).toHaveLength(21);
    expect(found[0]).toMatchObject({ line: 2, fault: { reason: "BROKEN_QUOTES" } });
    expect(found[20]).toMatchObject({ line: 22, value: ["2", "two", "y"] });
  });

  it("does not let a quote that a later row closes swallow the rows between", async () => {
    const text = 'id,title,genres\n1,"no end,x\n2,two,y\n3,three",z,w\n4,four,v\n';
    expect(brief(await rows(text))).toEqual([
      [2, "BROKEN_QUOTES"],
      [3, ["2", "two", "y"]],
      [4, "WRONG_COLUMNS"],
      [5, ["4", "four", "v"]],
    ]);
  });

  it("takes quotes inside a field as they stand", async () => {
    const text = 'id,title,genres\n1,Waiting for "Superman",x\n2,"Weird Al" Yankovic,y\n3,12" vinyl,z\n4,4,4\n';
    const found = await rows(text);
    expect(brief(found)).toEqual([
      [2, ["1", 'Waiting for "Superman"', "x"]],
      [3, ["2", '"Weird Al" Yankovic', "y"]],
      [4, ["3", '12" vinyl', "z"]],
      [5, ["4", "4", "4"]],
    ]);
    expect(found.map((row) => row.cleaned)).toEqual([["stray-quote"], ["stray-quote"], ["stray-quote"], []]);
  });

  it("says which rows have too many columns or too few", async () => {
    expect(brief(await rows('id,title,genres\n1,a\n2,a,b,c\n3,"a"\n4,a,b\n'))).toEqual([
      [2, "WRONG_COLUMNS"],
      [3, "WRONG_COLUMNS"],
      [4, "WRONG_COLUMNS"],
      [5, ["4", "a", "b"]],
    ]);
  });

  it("skips blank lines", async () => {
    expect(brief(await rows("id,title,genres\n\n1,a,b\n\r\n"))).toEqual([
      [2, "BLANK_LINE"],
      [3, ["1", "a", "b"]],
      [4, "BLANK_LINE"],
    ]);
  });

  it("takes a last line without its end when it is whole, and says when it is not", async () => {
    expect(brief(await rows("id,title,genres\n1,a,b"))).toEqual([[2, ["1", "a", "b"]]]);
    expect(brief(await rows("id,title,genres\n1,a,b\n2,c"))).toEqual([
      [2, ["1", "a", "b"]],
      [3, "TRUNCATED"],
    ]);
    expect(brief(await rows('id,title,genres\n1,a,b\n2,"c, d'))).toEqual([
      [2, ["1", "a", "b"]],
      [3, "TRUNCATED"],
    ]);
  });

  it("leaves the mark at its start out of the first name and the first field", async () => {
    expect(await rows("\ufeff1,a,b\n2,c,d\n", { ...CSV, header: false })).toMatchObject([
      { value: ["1", "a", "b"], cleaned: ["byte-order-mark"] },
      { value: ["2", "c", "d"], cleaned: [] },
    ]);
  });

  it("knows no quotes where there are none", async () => {
    const shape = { delimiter: "\t", quotes: false, header: false, columns: 2 };
    expect(brief(await rows('tt1\t"Weird\ntt2\tAl"\n', shape))).toEqual([
      [1, ["tt1", '"Weird']],
      [2, ["tt2", 'Al"']],
    ]);
  });
});

describe("encodings", () => {
  const shape = { delimiter: "|", quotes: false, header: false, columns: 2 };

  it("reads a line that is no UTF-8 as windows-1252, and the others as UTF-8", async () => {
    const bytes = Buffer.concat([Buffer.from("1|Amélie\n"), Buffer.from("2|Misérables, Les\x96\n", "latin1")]);
    expect(await rowsOf(bytes, shape)).toMatchObject([
      { value: ["1", "Amélie"], cleaned: [] },
      { value: ["2", "Misérables, Les–"], cleaned: ["other-encoding"] },
    ]);
  });

  it("reads all of it as told", async () => {
    expect(await rowsOf(Buffer.from("1|Ã©\n", "latin1"), shape, 7, "latin1")).toMatchObject([{ value: ["1", "Ã©"] }]);
    expect(await rowsOf(Buffer.from("1|日本\n", "utf16le"), shape, 3, "utf-16le")).toMatchObject([
      { value: ["1", "日本"] },
    ]);
  });

  it("knows UTF-16 by its mark", async () => {
    const text = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("1|日本\n2|x\n", "utf16le")]);
    expect((await rowsOf(text, shape)).map((row) => row.value)).toEqual([
      ["1", "日本"],
      ["2", "x"],
    ]);
  });

  it("says which encodings there are when it is told another", async () => {
    await expect(rowsOf("1|a\n", shape, 7, "klingon")).rejects.toMatchObject({
      code: "BAD_USER_INPUT",
      message: expect.stringContaining("klingon"),
    });
  });
});
