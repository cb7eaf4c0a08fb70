import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { catalogueEntryOf } from "../sample/catalogue-entry-of.js";
import { toCatalogueRows } from "../sample/to-catalogue-rows.js";
import { readFiles } from "../testing/read-files.js";

const film = {
  imdbId: "tt0000002",
  title: "A Film",
  year: 1979,
  released: "1979-08-15",
  mpaa: "R",
  runtimeMin: 90,
  genres: ["Drama"],
  directors: ["Somebody"],
  writers: ["Somebody"],
  cast: ["Ana", "Bo"],
  languages: ["English"],
  countries: ["West Germany"],
  metacritic: 94,
  tomatometer: 91,
  criticReviews: 148,
};

it("says of films what the built-in sample says of them, so that loading it changes nothing", async () => {
  const films = [film, { ...film, title: "A Film, Longer", released: "1979-01-01", mpaa: null, genres: [] }];
  const lines = films.map((one) => JSON.stringify(one)).join("\n");
  const { records } = await readFiles({ "films.jsonl.gz": gzipSync(`${lines}\n`) });
  const fromSample = toCatalogueRows(films).map((row) => {
    const { externalIds, ...entry } = catalogueEntryOf(row);
    const known = Object.entries(entry).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    );
    return { type: "title", ref: externalIds[0], part: "films", facts: Object.fromEntries(known), sameAs: [] };
  });
  expect(records).toEqual(fromSample);
  expect(records.map((record) => record.type === "title" && record.ref)).toEqual([
    { source: "imdb", id: "tt0000002" },
    { source: "wikidata-films", id: "2" },
  ]);
});

it("rejects what is no film, and goes on", async () => {
  const lines = ["{", JSON.stringify({ ...film, imdbId: "0000002" }), "", JSON.stringify(film), '{"imdbId": "tt'];
  const { records, rejects, skipped } = await readFiles({ "films.jsonl": `{"imdbId":"tt1"}\n${lines.join("\n")}` });
  expect(records).toHaveLength(1);
  expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
    [1, "BAD_FIELD"],
    [2, "BROKEN_JSON"],
    [3, "BAD_FIELD"],
    [6, "TRUNCATED"],
  ]);
  expect(skipped).toEqual({ BLANK_LINE: 1 });
});
