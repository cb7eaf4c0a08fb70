import { expect, test } from "vitest";
import { foldText, wordsOf } from "./fold-text.js";

test.each([
  ["Amélie", "amelie"],
  ["AMÉLIE", "amelie"],
  ["Ame\u0301lie", "amelie"],
  ["Straße", "strasse"],
  ["STRASSE", "strasse"],
  ["Øresund Łódź Æon", "oresund lodz aeon"],
  ["İstanbul ıssız", "istanbul issiz"],
  ["Ｆｕｌｌ ﬁlm", "full film"],
  ["기생충", "기생충"],
])("%j folds to %j", (text, folded) => expect(foldText(text)).toBe(folded));

test("words are runs of letters and digits", () => {
  expect(wordsOf("  Spider-Man: Far (2019)… «Нет» 2½")).toEqual(["spider", "man", "far", "2019", "нет", "21", "2"]);
  expect(wordsOf("!?*\u0000🎬\ud800")).toEqual([]);
});
