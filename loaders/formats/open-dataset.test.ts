import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeZip } from "../testing/make-zip.js";
import { batchesOf, readFiles, totalsOf, withDataset, withFiles } from "../testing/read-files.js";
import { openDataset } from "./open-dataset.js";

const RATINGS = "userId,movieId,rating,timestamp\n1,10,4.0,964982703\n2,10,3.0,964982704\n3,10,2.0,964982705\n";
const MOVIES = "movieId,title,genres\n10,Heat (1995),Action\n";

async function* piped(...pieces: (string | Buffer)[]) {
  for (const piece of pieces) yield Buffer.from(piece as string);
}

describe("openDataset", () => {
  it("finds out what a folder holds, and what it can't read", () =>
    withDataset(
      { "b/ratings.csv": RATINGS, "movies.csv": MOVIES, "README.txt": "Hi", ".hidden": "x" },
      async (dataset) => {
        expect(dataset.kind).toBe("movielens");
        expect(dataset.stages.map(({ name, bytes }) => [name, bytes])).toEqual([
          ["movies.csv", MOVIES.length],
          ["b/ratings.csv", RATINGS.length],
        ]);
        expect(dataset.ignored).toEqual(["README.txt"]);
      },
    ));

  it.each([
    ["gzip", (text: string) => ({ "ratings.csv.gz": gzipSync(text) })],
    [
      "gzip in two members",
      (text: string) => ({ "r.gz": Buffer.concat([gzipSync(text.slice(0, 40)), gzipSync(text.slice(40))]) }),
    ],
    [
      "a zip archive",
      (text: string) => ({ "ml.zip": makeZip({ "ml/README.txt": "Hi", "ml/ratings.csv": text, "__MACOSX/x": "" }) }),
    ],
    ["UTF-16", (text: string) => ({ "r.csv": Buffer.from(`\ufeff${text}`, "utf16le") })],
    ["UTF-8 with a mark", (text: string) => ({ "r.csv": `\ufeff${text}` })],
  ])("reads %s", async (_, pack) => {
    const { records, rejects } = await readFiles(pack(RATINGS));
    expect(rejects).toEqual([]);
    expect(records).toEqual((await readFiles({ "ratings.csv": RATINGS })).records);
    expect(records).toHaveLength(3);
  });

  it.each([
    ["plain", [RATINGS.slice(0, 20), RATINGS.slice(20)]],
    ["gzip", [gzipSync(RATINGS).subarray(0, 1), gzipSync(RATINGS).subarray(1)]],
  ])("reads standard input, %s, once", async (_, pieces) => {
    const { kind, stages } = await openDataset({ kind: null, paths: ["-"], stdin: piped(...pieces) });
    const [stage] = stages;
    if (stage === undefined) throw new Error("no stage");
    expect(kind).toBe("movielens");
    expect(stage.bytes).toBeNull();
    expect(await stage.fingerprint()).toBeNull();
    expect(totalsOf(await batchesOf(stage)).records).toHaveLength(3);
    await expect(batchesOf(stage)).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
  });

  it("makes a stage of each part, also where two have one name", () =>
    withFiles({ "a/part.csv": RATINGS, "b/part.csv": RATINGS }, async (folder) => {
      const { stages } = await openDataset({
        kind: null,
        paths: [join(folder, "a/part.csv"), join(folder, "b/part.csv")],
      });
      expect(stages.map((stage) => stage.name)).toEqual(["part.csv", "part.csv#2"]);
    }));

  it("reads no more rows of each stage than it is told", async () => {
    const { records, read } = await readFiles({ "movies.csv": MOVIES, "ratings.csv": RATINGS }, { limit: 2 });
    expect(records).toHaveLength(3);
    expect(read).toBe(3);
  });

  it("rejects the row in which gzip or a zip archive ends early, and keeps what came before", async () => {
    const many =
      RATINGS +
      Array.from({ length: 20_000 }, (_, user) => `${user},${(user * 7_919) % 99_991},3.5,96498270${user % 10}\n`).join(
        "",
      );
    const packed = gzipSync(many);
    const { records, rejects } = await readFiles({ "ratings.csv.gz": packed.subarray(0, packed.length / 2) });
    expect(records.length).toBeGreaterThan(5_000);
    expect(records.length).toBeLessThan(20_003);
    expect(rejects).toMatchObject([
      { reason: "TRUNCATED", detail: expect.stringContaining("gzip"), line: records.length + 2 },
    ]);
  });
});

describe("openDataset says what is wrong", () => {
  const message = (files: Record<string, string>, paths: (folder: string) => string[], kind: "imdb" | null = null) =>
    withFiles({ "movies.csv": MOVIES, ...files }, async (folder) => {
      const opened = openDataset({ kind, paths: paths(folder) });
      const error = await opened.catch((thrown: Error & { code?: string }) => thrown);
      expect(error).toMatchObject({ code: "BAD_USER_INPUT" });
      return (error as Error).message.replaceAll(folder, "FOLDER");
    });

  it("when nothing is there", async () => {
    expect(await message({}, (folder) => [join(folder, "none.csv")])).toBe(
      "FOLDER/none.csv can't be read: there is no such file or folder.",
    );
    expect(await message({}, () => [])).toBe("Which files? Give paths, or - for standard input.");
  });

  it("when a file that was named is of no kind: what it begins with, and what is known", async () => {
    const text = await message({ "odd.csv": "a,b\n1,2\n" }, (folder) => [
      join(folder, "movies.csv"),
      join(folder, "odd.csv"),
    ]);
    expect(text).toContain('odd.csv is no file of any known kind. It begins: "a,b"');
    expect(text).toContain("movielens  ratings.csv: userId,movieId,rating,timestamp");
    expect(text).toContain("imdb  title.basics.tsv");
  });

  it("when nothing in a folder is of the kind that was told", async () => {
    const text = await message({}, (folder) => [folder], "imdb");
    expect(text).toContain('Nothing in FOLDER is of imdb. There is:\n  movies.csv: "movieId,title,genres"');
    expect(text).toContain("title.akas.tsv");
    expect(text).not.toContain("ratings.csv:");
    expect(text).toContain("For another kind name it");
  });

  it("when there is more than one kind", async () => {
    const text = await message({ "z.tsv": "tconst\taverageRating\tnumVotes\n" }, (folder) => [folder]);
    expect(text).toContain("movies.csv is of movielens, and z.tsv of imdb");
  });

  it("when an archive is none", async () => {
    expect(await message({ "a.zip": "PK\u0003\u0004 and no more" }, (folder) => [join(folder, "a.zip")])).toContain(
      "a.zip can't be read as a zip archive",
    );
  });
});

describe("a fingerprint", () => {
  const print = async (files: Record<string, string | Buffer>) =>
    withDataset(files, ({ stages }) => stages[0]?.fingerprint() ?? Promise.resolve(null));
  const long = (middle: string) =>
    `${RATINGS}${"1,1,1.0,964982703\n".repeat(20_000)}${middle}${"1,1,1.0,964982703\n".repeat(20_000)}`;

  it("is of the content, not of the name or the time", async () => {
    expect(await print({ "b.csv": RATINGS })).toBe(await print({ "a.csv": RATINGS }));
  });

  it("changes with the start, the middle, the end and the length", async () => {
    const all = [
      long("1,1,1.0,964982703\n"),
      long("1,1,2.0,964982703\n"),
      `${long("1,1,1.0,964982703\n").slice(0, -2)}4\n`,
      long(""),
    ];
    const prints = await Promise.all(all.map((text) => print({ "a.csv": text })));
    expect(new Set(prints).size).toBe(4);
  });

  it("is there for archives", async () => {
    const zip = (text: string) => print({ "a.zip": makeZip({ "ratings.csv": text }) });
    expect(await zip(RATINGS)).not.toBeNull();
    expect(await zip(RATINGS)).not.toBe(await zip(RATINGS.replace("4.0", "4.5")));
  });
});

it("a file that goes away while it is read is an error, not an end", () =>
  withDataset({ "ratings.csv": RATINGS }, async ({ stages }, folder) => {
    await rm(join(folder, "ratings.csv"));
    await expect(batchesOf(stages[0] as never)).rejects.toThrow();
    await writeFile(join(folder, "ratings.csv"), RATINGS);
    expect(totalsOf(await batchesOf(stages[0] as never)).records).toHaveLength(3);
  }));
