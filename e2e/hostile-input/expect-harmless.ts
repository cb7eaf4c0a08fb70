import { expect } from "vitest";
import type { Answer, GraphqlFault } from "../environment/graphql-client.js";
import type { World } from "./world.js";

const INSIDE = /\n\s+at |stacktrace|node_modules|file:\/\/|[\w-]\.[cm]?[jt]s:\d|SQLITE_|libsql/;

/** No answer, whatever was sent, is a fault of the server's or tells what it looks like inside. */
export function expectHarmless(world: World, answer: Answer<unknown>): void {
  expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(500);
  expectNothingInside(world, answer.text);
  for (const fault of answer.errors) expectCoded(fault);
}

export function expectNothingInside({ dataDir }: World, text: string): void {
  expect(text.slice(0, 5_000)).not.toMatch(INSIDE);
  for (const place of [dataDir, process.cwd()]) expect(text).not.toContain(place);
}

/** Every error says what is wrong in a sentence, and has a code that is not the one for defects. */
export function expectCoded({ message, extensions }: GraphqlFault): void {
  expect(Object.keys(extensions ?? {})).toEqual(["code"]);
  expect(extensions?.code).toMatch(/^[A-Z_]+$/);
  expect(extensions?.code).not.toBe("INTERNAL_SERVER_ERROR");
  expect(message.length).toBeGreaterThan(10);
}

/** It was refused, for this reason before all others. */
export function expectRefusal(
  world: World,
  answer: Answer<unknown>,
  { status, code, words }: { status: number; code: string; words: RegExp },
): void {
  expectHarmless(world, answer);
  const [first] = answer.errors;
  expect([answer.status, first?.extensions?.code, first?.message]).toEqual([
    status,
    code,
    expect.stringMatching(words),
  ]);
}
