import { describe, expect, it } from "vitest";
import { readFiles } from "../testing/read-files.js";

const BASICS = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n";
const AKAS = "titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle\n";
const PRINCIPALS = "tconst\tordering\tnconst\tcategory\tjob\tcharacters\n";
const NAMES = "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n";

const title = (id: string, part: string, facts: object) => ({
  type: "title",
  ref: { source: "imdb", id },
  part,
  facts,
  sameAs: [],
});

describe("title.basics", () => {
  it("has no quoting, and \\N for nothing", async () => {
    const { records, rejects, cleaned } = await readFiles({
      "title.basics.tsv": `${BASICS}tt0000001\tmovie\tThe "Best\tThe "Best\t0\t2017\t\\N\t80\tComedy,Drama
tt0000002\ttvMiniSeries\t"Quoted"\tZitiert\t1\t\\N\t2018\t\\N\t\\N
tt0000003\ttvEpisode\tAn Episode\tAn Episode\t0\t2019\t\\N\tReality-TV\t\\N
tt0000004\tshort\tShort\tShort\t0\t1894\t\\N\t1\tShort
0000005\tmovie\tx\tx\t0\t2017\t\\N\t80\tDrama
tt0000006\tmovie\t\\N\t\\N\t0\t2017\t\\N\t80\tDrama
tt0000007\tmovie\tTab\tbed\tTab\t0\t2017\t\\N\t80\tDrama\n`,
    });
    expect(records).toEqual([
      title("tt0000001", "basics", {
        title: 'The "Best',
        kind: "MOVIE",
        releaseYear: 2017,
        runtimeMinutes: 80,
        genres: ["Comedy", "Drama"],
      }),
      title("tt0000002", "basics", { title: '"Quoted"', originalTitle: "Zitiert", kind: "SERIES", genres: ["Adult"] }),
      title("tt0000003", "basics", { title: "An Episode", kind: "EPISODE", releaseYear: 2019 }),
      title("tt0000004", "basics", {
        title: "Short",
        kind: "SHORT",
        releaseYear: 1894,
        runtimeMinutes: 1,
        genres: ["Short"],
      }),
    ]);
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [6, "BAD_ID"],
      [7, "NO_TITLE"],
      [8, "WRONG_COLUMNS"],
    ]);
    expect(cleaned).toEqual({ "adult-flag": 1, "bad-runtime": 1 });
  });
});

describe("title.akas", () => {
  const aka = (id: string, region: string, types: string, attributes = "\\N") =>
    `${id}\t1\tName\t${region}\t\\N\t${types}\t${attributes}\t0\n`;
  const rows = [
    aka("tt0000001", "US", "imdbDisplay"),
    aka("tt0000001", "FR", "\\N"),
    aka("tt0000001", "FR", "dvd\u0002tv"),
    aka("tt0000001", "DE", "working"),
    aka("tt0000001", "ES", "festival"),
    aka("tt0000001", "IT", "\\N", "informal English title"),
    aka("tt0000001", "JP", "\\N", "dubbed version"),
    aka("tt0000001", "XWW", "imdbDisplay"),
    aka("tt0000001", "SUHH", "\\N"),
    aka("tt0000001", "\\N", "original"),
    aka("tt0000002", "IN", "imdbDisplay"),
  ];
  const expected = {
    records: [
      title("tt0000001", "akas", { availableIn: ["FR", "JP", "US"] }),
      title("tt0000002", "akas", { availableIn: ["IN"] }),
    ],
    taken: 5,
    skipped: { NAME_WITHOUT_RELEASE: 3, REGION_IS_NO_COUNTRY: 2, NO_REGION: 1 },
  };

  it("makes a title available where a version of it was released", async () => {
    expect(await readFiles({ "title.akas.tsv": AKAS + rows.join("") })).toMatchObject(expected);
  });

  it("may be in any order", async () => {
    expect(await readFiles({ "title.akas.tsv": AKAS + rows.toReversed().join("") })).toMatchObject(expected);
  });
});

describe("title.ratings", () => {
  it("are averages, and nobody's ratings", async () => {
    const text = "tconst\taverageRating\tnumVotes\ntt0000001\t6.7\t75\nx\t6.7\t75\n";
    const { records, skipped, rejects } = await readFiles({ "title.ratings.tsv": text });
    expect(records).toEqual([]);
    expect(skipped).toEqual({ AGGREGATE: 1 });
    expect(rejects).toMatchObject([{ line: 3, reason: "BAD_ID" }]);
  });
});

describe("title.principals with name.basics", () => {
  const part = (id: string, order: number, person: string, category: string) =>
    `${id}\t${order}\t${person}\t${category}\t\\N\t["Role"]\n`;
  const principals = [
    part("tt0000001", 1, "nm0000003", "actress"),
    part("tt0000001", 2, "nm0000001", "actor"),
    part("tt0000001", 3, "nm0000002", "director"),
    part("tt0000001", 4, "nm0000001", "writer"),
    part("tt0000001", 10, "nm0000002", "self"),
    part("tt0000002", 1, "nm0000009", "director"),
    part("tt0000002", 2, "nm0000002", "director"),
    part("tt0000002", 3, "nobody", "director"),
  ];
  const person = (id: string, name: string) => `${id}\t${name}\t1900\t\\N\tactor\ttt0000001\n`;
  const names = [
    person("nm0000001", "Ana"),
    person("nm0000002", "Bo"),
    person("nm0000003", "Cy"),
    person("nm0000004", "Di"),
  ];

  it.each([
    ["in order", principals, names],
    ["in any order", principals.toReversed(), names.toReversed()],
  ])("gives directors and cast in order of billing, from files %s", async (_, parts, people) => {
    const { records, read, taken, skipped, rejects } = await readFiles({
      "title.principals.tsv": PRINCIPALS + parts.join(""),
      "name.basics.tsv": NAMES + people.join(""),
    });
    expect(records).toEqual([
      title("tt0000001", "principals", { directors: ["Bo"], cast: ["Cy", "Ana", "Bo"] }),
      title("tt0000002", "principals", { directors: ["Bo"] }),
    ]);
    expect(rejects).toMatchObject([
      { file: "title.principals.tsv", reason: "BAD_ID", raw: expect.stringContaining("nobody") },
    ]);
    expect(skipped).toEqual({ NO_DIRECTOR_OR_CAST: 1, NO_NAME: 1, IN_NO_TITLE: 1 });
    expect({ read, taken }).toEqual({ read: 12, taken: 8 });
  });

  it("needs both files", async () => {
    await expect(readFiles({ "title.principals.tsv": PRINCIPALS })).rejects.toMatchObject({
      code: "BAD_USER_INPUT",
      message: "title.principals.tsv says nothing alone: give name.basics.tsv too.",
    });
  });
});
