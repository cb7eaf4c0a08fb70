import { expect, test } from "vitest";
import { findHiddenCharacters } from "./hidden-characters.js";

const isRefused = (kind: "LINE" | "LONG_TEXT", text: string) => findHiddenCharacters(kind, { text }).length > 0;

test.each([
  "Zoë",
  "名前",
  "👩🏽‍🚀",
  "עברית العربية",
  "हिन्दी",
  "ไทย",
  "Z\u0351\u036Be\u0301",
  "\u200fאבג\u200e",
  "a\u00a0b",
  "𝔘𝔫𝔦",
])("every script is welcome: %j", (text) => {
  expect([isRefused("LINE", text), isRefused("LONG_TEXT", text)]).toEqual([false, false]);
});

test.each(["a\u0000b", "\u001b[31m", "\u007f", "\u0085", "x\ud800y", "\udc00"])("refused in every text: %j", (text) => {
  expect([isRefused("LINE", text), isRefused("LONG_TEXT", text)]).toEqual([true, true]);
});

test.each(["a\nb", "a\tb", "a\r\nb", "a\u2028b", "a\u202eb", "\u2066a\u2069"])("only long texts take %j", (text) => {
  expect([isRefused("LINE", text), isRefused("LONG_TEXT", text)]).toEqual([true, false]);
});

test("names each field at fault, entries of lists too, and passes over what is not given", () => {
  const fields = { title: "a\u0000", cast: ["fine", "not\u0007"], directors: ["fine"], summary: null, text: undefined };
  const mistakes = findHiddenCharacters("LINE", fields);
  expect(mistakes.map(({ field }) => field.join("."))).toEqual(["input.title", "input.cast"]);
  expect(mistakes[0]?.message).toMatch(/^title holds characters that nobody can see .*; leave them out\.$/);
});
