import { parseEnv } from "node:util";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { expect, test } from "vitest";
import { newKeyLines } from "./new-key-lines.js";

const { CURSOR_KEYS, GATEWAY_SECRETS, JWT_KEYS } = engineConfig;

test("new keys are what every process takes, and others each time", () => {
  const environment = parseEnv(newKeyLines()) as Record<string, string>;
  const keys = parseConfig({ CURSOR_KEYS, GATEWAY_SECRETS, JWT_KEYS }, environment);
  expect(Object.values(keys).map((list) => list?.length)).toEqual([1, 1, 1]);
  expect(environment.CURSOR_KEYS).not.toBe(environment.GATEWAY_SECRETS);
  const others = parseEnv(newKeyLines()) as Record<string, string>;
  for (const [name, value] of Object.entries(others)) expect(value).not.toBe(environment[name]);
});

test("a new signing key says when it is to be replaced: in a year", () => {
  const { JWT_KEYS: text = "" } = parseEnv(newKeyLines(0)) as Record<string, string>;
  expect(parseConfig({ JWT_KEYS }, { JWT_KEYS: text }).JWT_KEYS?.[0]?.exp).toBe(365 * 86_400);
});

test("nothing in them means anything to a shell or to Compose", () => {
  expect(newKeyLines()).toMatch(/^(?:[A-Z_]+=[\w-]+\n){3}$/);
});
