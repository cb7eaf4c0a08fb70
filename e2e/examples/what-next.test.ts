// gateway/PROTOCOL.md and the example of a client say the same.
import { readFileSync } from "node:fs";
import { afterClose, afterRefusal } from "@marquee/examples/live/what-next.js";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../../gateway/PROTOCOL.md", import.meta.url), "utf8");

/** The rows of the table below a heading: the codes, and what a client does. */
function rowsBelow(heading: string): [codes: string[], does: string][] {
  const [, section = ""] = page.split(`## ${heading}\n`);
  const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).map((row) => {
    const [, codes = "", , does = ""] = row.split("|").map((cell) => cell.trim());
    return [codes.match(/\d{4}|[A-Z]+_[A-Z_]+|UNAVAILABLE/g) ?? [], does];
  });
}

const ACTIONS: readonly (readonly [words: RegExp, action: string])[] = [
  [/^gives up/, "give up"],
  [/^gets another/, "refresh"],
  [/^starts without/, "start anew"],
  [/./, "resume"],
];
const actionOf = (does: string) => ACTIONS.find(([words]) => words.test(does))?.[1];

test("how a websocket ends", () => {
  const rows = rowsBelow("The end of a websocket");
  expect(rows.flatMap(([codes]) => codes).length).toBeGreaterThan(12);
  for (const [codes, does] of rows) {
    for (const code of codes) expect([code, afterClose(Number(code)).action]).toEqual([code, actionOf(does)]);
  }
});

test("how an operation ends", () => {
  const rows = rowsBelow("The end of an operation");
  expect(rows.flatMap(([codes]) => codes).length).toBeGreaterThan(7);
  for (const [codes, does] of rows) {
    for (const code of codes) {
      const { action } = afterRefusal([{ message: "", extensions: { code } }]);
      expect([code, action]).toEqual([code, actionOf(does)]);
    }
  }
});
