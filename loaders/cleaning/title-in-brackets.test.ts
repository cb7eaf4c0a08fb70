import { describe, expect, it } from "vitest";
import { type ParsedTitle, parseTitle } from "./title-in-brackets.js";

const parse = (text: string, style: "movielens" | "imdb" = "movielens") => parseTitle(text, () => {}, style);
const title = (name: string, releaseYear: number | null, more: Partial<ParsedTitle> = {}): ParsedTitle => ({
  title: name,
  originalTitle: null,
  releaseYear,
  kind: null,
  ...more,
});

describe("a title as MovieLens writes it", () => {
  it.each([
    ["Matrix, The (1999)", title("The Matrix", 1999)],
    ["Toy Story (1995)", title("Toy Story", 1995)],
    ["Fille du RER, La (2009)", title("La Fille du RER", 2009)],
    ["Avventura, L' (1960)", title("L'Avventura", 1960)],
    ["Boot, Das (1981)", title("Das Boot", 1981)],
    ["Auto da Compadecida, O (2000)", title("O Auto da Compadecida", 2000)],
    ["Trial, The (Procès, Le) (1962)", title("The Trial", 1962, { originalTitle: "Le Procès" })],
    ["Seven (a.k.a. Se7en) (1995)", title("Seven", 1995)],
    ["European Vacation (aka National Lampoon's European Vacation) (1985)", title("European Vacation", 1985)],
    [
      "Bicycle Thieves (a.k.a. The Bicycle Thief) (a.k.a. The Bicycle Thieves) (Ladri di biciclette) (1948)",
      title("Bicycle Thieves", 1948, { originalTitle: "Ladri di biciclette" }),
    ],
    [
      "His Secret Life (a.k.a. Ignorant Fairies, The) (Fate ignoranti, Le) (2001)",
      title("His Secret Life", 2001, { originalTitle: "Le Fate ignoranti" }),
    ],
    ["Death Note: Desu nôto (2006–2007)", title("Death Note: Desu nôto", 2006, { kind: "SERIES" })],
    ["(500) Days of Summer (2009)", title("(500) Days of Summer", 2009)],
    [
      "Birdman: Or (The Unexpected Virtue of Ignorance) (2014)",
      title("Birdman: Or (The Unexpected Virtue of Ignorance)", 2014),
    ],
    ["Babylon 5", title("Babylon 5", null)],
    ["1984 (1984)", title("1984", 1984)],
    ["2001: A Space Odyssey (1968)", title("2001: A Space Odyssey", 1968)],
    ["(1999)", title("(1999)", null)],
    ["Monsters, Inc. (2001)", title("Monsters, Inc.", 2001)],
    ["Die, Monster, Die! (1965)", title("Die, Monster, Die!", 1965)],
  ])("%s", (text, parsed) => {
    expect(parse(text)).toEqual(parsed);
  });
});

describe("a title as IMDb's reviews write it", () => {
  it.each([
    ["Kill Bill: Vol. 2 (2004)", title("Kill Bill: Vol. 2", 2004)],
    ["After Life (2019- )", title("After Life", 2019, { kind: "SERIES" })],
    ["After Life (TV Series 2019- )", title("After Life", 2019, { kind: "SERIES" })],
    ["After Life (TV Series 2019–2022)", title("After Life", 2019, { kind: "SERIES" })],
    ["Roots (TV Mini Series 1977)", title("Roots", 1977, { kind: "SERIES" })],
    ["Duel (TV Movie 1971)", title("Duel", 1971, { kind: "MOVIE" })],
    ["Doom (Video Game 1993)", title("Doom", 1993, { kind: "OTHER" })],
    ["Ozymandias (TV Episode 2013)", title("Ozymandias", 2013, { kind: "EPISODE" })],
    ["Gravity (II) (2014)", title("Gravity", 2014)],
    ["Gravity (II 2014)", title("Gravity", 2014)],
    ["Mirch Masala (A Touch of Spice) (1986)", title("Mirch Masala (A Touch of Spice)", 1986)],
    ["Boot, Das (1981)", title("Boot, Das", 1981)],
    ["Unfinished", title("Unfinished", null)],
  ])("%s", (text, parsed) => {
    expect(parse(text, "imdb")).toEqual(parsed);
  });
});

it("counts what it changed", () => {
  const rules: string[] = [];
  parseTitle("Trial, The (Procès, Le) (1962)", (rule) => rules.push(rule), "movielens");
  expect(rules).toEqual(["year-in-title", "other-name", "article-last", "article-last"]);
});
