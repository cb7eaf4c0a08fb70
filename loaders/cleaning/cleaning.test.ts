import { describe, expect, it } from "vitest";
import { cleanCountries } from "./clean-countries.js";
import { cleanReleaseDate, isoDateOf } from "./clean-date.js";
import { cleanGenres } from "./clean-genres.js";
import { cleanNames } from "./clean-list.js";
import { cleanMinutes, cleanYear, countOf } from "./clean-number.js";
import { scoreOfPoints, scoreOfStars } from "./clean-score.js";
import { cleanOptional, cleanText, cutText } from "./clean-text.js";
import type { Cleaned, CleaningRule } from "./cleaning-rules.js";
import { GENRE_WORDS, GENRES } from "./genre-words.js";
import { titleOfSpreadsheet } from "./title-of-spreadsheet.js";

/** What a rule gives, and which rules it counted. */
function counted<T>(clean: (cleaned: Cleaned) => T): [T, CleaningRule[]] {
  const rules: CleaningRule[] = [];
  return [clean((rule) => rules.push(rule)), rules];
}

describe("text", () => {
  it.each([
    ["Legend\u00a0of\u00a0Exorcism", "Legend of Exorcism"],
    ["Consequences\u00a0", "Consequences"],
    ["A Story of a\nFlying Fortress", "A Story of a Flying Fortress"],
    ["\u200b\u200bKuch Bheege Alfaaz", "Kuch Bheege Alfaaz"],
    ["  two  spaces ", "two spaces"],
    ["a\tb\u0000c", "a bc"],
  ])("has single spaces between words: %j", (text, clean) => {
    expect(counted((cleaned) => cleanText(text, cleaned))).toEqual([clean, ["odd-space"]]);
  });

  it("that is clean stays and is not counted", () => {
    expect(counted((cleaned) => cleanText("Amélie 日本 🎬", cleaned))).toEqual(["Amélie 日本 🎬", []]);
  });

  it("for nothing is null", () => {
    expect(counted((cleaned) => cleanOptional("Not Given", cleaned))).toEqual([null, ["not-given"]]);
    expect(counted((cleaned) => cleanOptional("N/A", cleaned))).toEqual([null, ["not-given"]]);
    expect(counted((cleaned) => cleanOptional(" ", cleaned))[0]).toBeNull();
    expect(counted((cleaned) => cleanOptional("Given", cleaned))).toEqual(["Given", []]);
  });

  it("is cut without leaving half a character", () => {
    expect(counted((cleaned) => cutText("abc🎬", 4, cleaned))).toEqual(["abc", ["cut-text"]]);
    expect(counted((cleaned) => cutText("abc🎬", 5, cleaned))).toEqual(["abc🎬", []]);
  });
});

describe("lists", () => {
  it("of people keep Jr. with the name before it", () => {
    const names = " Sammy Davis, Jr., Ana, , Ana";
    expect(counted((cleaned) => cleanNames(names, cleaned))).toEqual([
      ["Sammy Davis, Jr.", "Ana"],
      ["name-suffix", "empty-value", "repeated-value"],
    ]);
  });

  it("of countries become codes, stray commas and states that are gone included", () => {
    const countries = ["", " France", "West Germany", "Germany", "Soviet Union", "Ruritania"];
    expect(counted((cleaned) => cleanCountries(countries, cleaned))).toEqual([
      ["FR", "DE", "RU"],
      ["empty-value", "country-former", "country-former", "country-unknown"],
    ]);
  });
});

describe("genres", () => {
  it.each([
    ["Children", ["Family"]],
    ["Children's", ["Family"]],
    ["Family", ["Family"]],
    ["Sci-Fi", ["Sci-Fi"]],
    ["Science Fiction", ["Sci-Fi"]],
    ["Dramas", ["Drama"]],
    ["TV Sci-Fi & Fantasy", ["Sci-Fi", "Fantasy"]],
    ["Film-Noir", ["Film-Noir"]],
    ["(no genres listed)", []],
    ["IMAX", []],
  ])("%s is %j", (label, genres) => {
    expect(cleanGenres([label], () => {}).genres).toEqual(genres);
  });

  it("that are none become keywords and languages", () => {
    const labels = ["International Movies", "Stand-Up Comedy", "Spanish-Language TV Shows", "Comedies"];
    expect(counted((cleaned) => cleanGenres(labels, cleaned))).toEqual([
      { genres: ["Comedy"], keywords: ["international", "stand-up"], languages: ["Spanish"] },
      ["genre-label", "genre-word", "genre-label", "genre-word"],
    ]);
  });

  it("nobody knows are kept and counted", () => {
    expect(counted((cleaned) => cleanGenres(["Mockbuster"], cleaned))).toEqual([
      { genres: ["Mockbuster"], keywords: [], languages: [] },
      ["genre-unknown"],
    ]);
  });

  it("are written one way, whatever label they come from", () => {
    for (const { genres } of Object.values(GENRE_WORDS)) for (const genre of genres) expect(GENRES).toContain(genre);
    expect(cleanGenres(["drama", "DRAMA"], () => {}).genres).toEqual(["Drama"]);
  });
});

describe("numbers", () => {
  it("half stars are whole points", () => {
    expect(["0.5", "1.0", "3.5", "5.0", "4"].map(scoreOfStars)).toEqual([1, 2, 7, 10, 8]);
  });

  it.each([
    ["0", "RATING_OUT_OF_RANGE"],
    ["5.5", "RATING_OUT_OF_RANGE"],
    ["-1", "RATING_OUT_OF_RANGE"],
    ["3.7", "RATING_MALFORMED"],
    ["four", "RATING_MALFORMED"],
    ["NaN", "RATING_MALFORMED"],
    ["1e1", "RATING_MALFORMED"],
    ["", "RATING_MISSING"],
  ])("%j stars are %s", (text, reason) => {
    expect(scoreOfStars(text)).toBe(reason);
  });

  it("points are taken as text and as numbers", () => {
    expect(["8", 8, "10", "11", 0, "7.5", {}].map(scoreOfPoints)).toEqual([
      8,
      8,
      10,
      "RATING_OUT_OF_RANGE",
      "RATING_OUT_OF_RANGE",
      "RATING_MALFORMED",
      "RATING_MALFORMED",
    ]);
  });

  it("minutes are no seasons", () => {
    expect(counted((cleaned) => cleanMinutes("90 min", cleaned))).toEqual([90, []]);
    expect(counted((cleaned) => cleanMinutes("3 Seasons", cleaned))).toEqual([null, ["seasons-for-minutes"]]);
    expect(counted((cleaned) => cleanMinutes("Reality-TV", cleaned))).toEqual([null, ["bad-runtime"]]);
    expect(counted((cleaned) => cleanMinutes("0", cleaned))).toEqual([null, ["bad-runtime"]]);
  });

  it("years are of moving pictures", () => {
    expect(counted((cleaned) => cleanYear("1925", cleaned))).toEqual([1925, []]);
    expect(counted((cleaned) => cleanYear("19999", cleaned))).toEqual([null, ["bad-year"]]);
  });

  it("votes may have commas", () => {
    expect(["1,024", "7", 7, "-1", "1,02", "many", 1.5].map(countOf)).toEqual([1024, 7, 7, null, null, null, null]);
  });
});

describe("dates", () => {
  it.each([
    ["September 9, 2019", "2019-09-09"],
    ["9/25/2021", "2021-09-25"],
    ["24 July 2005", "2005-07-24"],
    ["01-Feb-1995", "1995-02-01"],
    ["2014-12-05", "2014-12-05"],
    ["Sept. 9, 2019", "2019-09-09"],
  ])("%s is %s", (text, date) => {
    expect(isoDateOf(text)).toBe(date);
  });

  it.each(["February 30, 2019", "25/9/2021", "24 Juli 2005", "2019", "", "13-13-2013"])("%j is none", (text) => {
    expect(isoDateOf(text)).toBeNull();
  });

  it("of the first of January are years", () => {
    expect(counted((cleaned) => cleanReleaseDate("1979-01-01", cleaned))).toEqual([null, ["year-as-date"]]);
    expect(counted((cleaned) => cleanReleaseDate("1979-11-01", cleaned))).toEqual(["1979-11-01", []]);
    expect(counted((cleaned) => cleanReleaseDate("soon", cleaned))).toEqual([null, ["bad-date"]]);
  });
});

it.each([
  ["22-Jul", "22 July"],
  ["Oct-01", "October 1"],
  ["9-Foo", "9-Foo"],
  ["9-11", "9-11"],
])("a spreadsheet's title %s is %s", (text, title) => {
  expect(titleOfSpreadsheet(text, () => {})).toBe(title);
});
