import { describe, expect, it } from "vitest";
import type { SourceFilm } from "./source-film.js";
import { toCatalogueRows } from "./to-catalogue-rows.js";

const film: SourceFilm = {
  imdbId: "tt0000002",
  title: "A Film",
  year: 1979,
  released: "1979-08-15",
  mpaa: "R",
  runtimeMin: 90,
  genres: ["Drama"],
  directors: ["Somebody"],
  writers: ["Somebody"],
  cast: [],
  languages: ["English"],
  countries: ["United States"],
  metacritic: 94,
  tomatometer: 91,
  criticReviews: 148,
};

describe("toCatalogueRows", () => {
  it("sorts by id and leaves the writers out", () => {
    const rows = toCatalogueRows([film, { ...film, imdbId: "tt0000001" }]);
    expect(rows.map((row) => row.id)).toEqual(["imdb:tt0000001", "imdb:tt0000002"]);
    expect(rows[0]).not.toHaveProperty("writers");
  });

  it("gives the second film under one IMDb id the id of its line", () => {
    const rows = toCatalogueRows([film, { ...film, title: "A Film, Longer" }]);
    expect(rows.map((row) => [row.id, row.title])).toEqual([
      ["imdb:tt0000002", "A Film"],
      ["wikidata-films:2", "A Film, Longer"],
    ]);
  });

  it("takes the first of January for a year alone", () => {
    const released = (date: string) => toCatalogueRows([{ ...film, released: date }])[0]?.released;
    expect(released("1979-01-01")).toBeNull();
    expect(released("1979-01-02")).toBe("1979-01-02");
    expect(released("1979-11-01")).toBe("1979-11-01");
  });

  it("names a country once", () => {
    const [row] = toCatalogueRows([
      { ...film, countries: ["Serbia", "Serbia and Montenegro", "West Germany", "Germany"] },
    ]);
    expect(row?.countries).toEqual(["RS", "ME", "DE"]);
  });

  it("refuses countries it has no code for, all at once", () => {
    const films = [
      { ...film, countries: ["Ruritania"] },
      { ...film, countries: ["Elbonia", "France"] },
    ];
    expect(() => toCatalogueRows(films)).toThrow(/Ruritania, Elbonia:/);
  });
});
