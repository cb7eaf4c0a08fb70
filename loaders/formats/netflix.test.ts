import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readFiles } from "../testing/read-files.js";

const TWELVE =
  "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,description\n";
const TEN = "show_id,type,title,director,country,date_added,release_year,rating,duration,listed_in\r\n";

const title = (id: string, facts: object, part = "titles") => ({
  type: "title",
  ref: { source: "netflix", id },
  part,
  facts,
  sameAs: [],
});

describe("Netflix titles of 12 columns", () => {
  it("become titles, oddities set right", async () => {
    const { records, cleaned, rejects } = await readFiles({
      "titles.csv": `${TWELVE}s1,Movie,"A Film, or
Two ","Ana A, Bo B",,", France, West Germany"," September 9, 2019",2018,74 min,,"Dramas, International Movies","He said ""no""
twice."
s2,TV Show,Waiting,,Cy C,,"September 9, 2019",2019,TV-MA,2 Seasons,"TV Comedies, Spanish-Language TV Shows",Text\n`,
    });
    expect(records).toEqual([
      title("s1", {
        title: "A Film, or Two",
        kind: "MOVIE",
        releaseYear: 2018,
        runtimeMinutes: 74,
        genres: ["Drama"],
        keywords: ["international"],
        countries: ["FR", "DE"],
        directors: ["Ana A", "Bo B"],
        description: 'He said "no" twice.',
      }),
      title("s2", {
        title: "Waiting",
        kind: "SERIES",
        releaseYear: 2019,
        genres: ["Comedy"],
        languages: ["Spanish"],
        cast: ["Cy C"],
        contentRating: "TV-MA",
        description: "Text",
      }),
    ]);
    expect(rejects).toEqual([]);
    expect(cleaned).toEqual({
      "odd-space": 2,
      "minutes-in-rating": 1,
      "genre-word": 2,
      "genre-label": 2,
      "empty-value": 1,
      "country-former": 1,
      "seasons-for-minutes": 1,
    });
  });

  it("that are none are rejected with their line, and the rest is read", async () => {
    const row = (id: string, type: string, name: string) => `${id},${type},${name},,,,,2020,PG,90 min,Dramas,Text\n`;
    const { records, rejects, read } = await readFiles({
      "titles.csv": `${TWELVE}${row("s1", "Movie", "One")}${row("1", "Movie", "x")}${row("s3", "Film", "x")}${row("s4", "Movie", " ")}s5,Movie\n${row("s6", "Movie", '"open')}${row("s7", "Movie", "Seven")}s8,Mov`,
    });
    expect(records.map((record) => (record.type === "title" ? record.ref.id : record.type))).toEqual(["s1", "s7"]);
    expect(rejects.map(({ file, line, reason }) => [file, line, reason])).toEqual([
      ["titles.csv", 3, "BAD_ID"],
      ["titles.csv", 4, "BAD_TYPE"],
      ["titles.csv", 5, "NO_TITLE"],
      ["titles.csv", 6, "WRONG_COLUMNS"],
      ["titles.csv", 7, "BROKEN_QUOTES"],
      ["titles.csv", 9, "TRUNCATED"],
    ]);
    expect(rejects[3]).toMatchObject({ detail: "it has 2 columns, not 12", raw: "s5,Movie" });
    expect(read).toBe(8);
  });

  it("of one name and another id are two, an equal row is one", async () => {
    const row = (id: string) => `${id},Movie,Same,,,,,2020,PG,90 min,Dramas,Text\n`;
    const { records, skipped } = await readFiles({ "titles.csv": TWELVE + row("s1") + row("s2") + row("s1") });
    expect(records).toHaveLength(2);
    expect(skipped).toEqual({ DUPLICATE_ROW: 1 });
  });
});

describe("Netflix titles of 10 columns", () => {
  it("are not believed where somebody filled in", async () => {
    const { records, cleaned } = await readFiles({
      "netflix1.csv": `${TEN}s3,Movie,22-Jul,Not Given,Pakistan,9/25/2021,2018,R,90 min,Dramas\r\ns4,TV Show,Two,Ana A,"Pakistan, India",9/5/2021,2020,TV-14,1 Season,"Kids' TV, TV Shows"\r\n`,
    });
    expect(records).toEqual([
      title(
        "s3",
        {
          title: "22 July",
          kind: "MOVIE",
          releaseYear: 2018,
          runtimeMinutes: 90,
          genres: ["Drama"],
          contentRating: "R",
        },
        "titles-10-columns",
      ),
      title(
        "s4",
        {
          title: "Two",
          kind: "SERIES",
          releaseYear: 2020,
          genres: ["Family"],
          countries: ["PK", "IN"],
          directors: ["Ana A"],
          contentRating: "TV-14",
        },
        "titles-10-columns",
      ),
    ]);
    expect(cleaned).toMatchObject({ "title-was-date": 1, "not-given": 1, "country-filled-in": 1, "genre-left-out": 1 });
  });
});

describe("Netflix Top 10", () => {
  const HEADER =
    "country_name\tcountry_iso2\tweek\tcategory\tweekly_rank\tshow_title\tseason_title\tcumulative_weeks_in_top_10\n";
  const row = (country: string, category: string, name: string) =>
    `Somewhere\t${country}\t2022-02-27\t${category}\t1\t${name}\tN/A\t2\n`;

  it("is one record a title, with all regions it was watched in", async () => {
    const text = `${HEADER}${row("AR", "Films", "Restless")}${row("US", "TV", "Restless")}${row("FR", "Films", 'The "Wolf"')}${row("AR", "Films", "restless ")}${row("FR", "Films", "Restless")}${row("FRA", "Films", "Restless")}`;
    const { records, read, taken, rejects } = await readFiles({ "all-weeks-countries.tsv.gz": gzipSync(text) });
    const ref = (id: string) => ({ source: "netflix-top10", id });
    expect(records).toEqual([
      {
        type: "title",
        ref: ref("film:restless"),
        part: "weeks",
        facts: { title: "Restless", kind: "MOVIE", availableIn: ["AR", "FR"] },
        sameAs: [],
      },
      {
        type: "title",
        ref: ref('film:the "wolf"'),
        part: "weeks",
        facts: { title: 'The "Wolf"', kind: "MOVIE", availableIn: ["FR"] },
        sameAs: [],
      },
      {
        type: "title",
        ref: ref("tv:restless"),
        part: "weeks",
        facts: { title: "Restless", kind: "SERIES", availableIn: ["US"] },
        sameAs: [],
      },
    ]);
    expect({ read, taken }).toEqual({ read: 6, taken: 5 });
    expect(rejects).toMatchObject([{ line: 7, reason: "BAD_COUNTRY" }]);
  });
});
