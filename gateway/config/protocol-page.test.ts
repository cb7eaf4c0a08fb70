// PROTOCOL.md tells clients what is configured: no variable is missing there or made up, and what it says is usual is so.
import { readFileSync } from "node:fs";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { replayConfig } from "@marquee/platform/config/replay-config.js";
import { expect, test } from "vitest";
import { gatewayConfig } from "./gateway-config.js";
import { operationLimitsConfig } from "./operation-limits-config.js";

const page = readFileSync(new URL("../PROTOCOL.md", import.meta.url), "utf8");
const named = new Set([...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name]) => name ?? ""));
/** What bounds feeds where they come from, and what cursors hang on; the last is a projector's. */
const behind = [...Object.keys({ ...replayConfig, ...engineConfig }), "FEED_RETENTION_HOURS"];
const GAPS = ["REPLAY_LIMIT", "SLOW_CLIENT"];
const limits = Object.keys(gatewayConfig).filter((name) => name.startsWith("WS_") || name in operationLimitsConfig);

test("every variable on the page is of the gateway or behind it, and every limit is on the page", () => {
  const others = [...named].filter((name) => !(name in gatewayConfig || behind.includes(name) || GAPS.includes(name)));
  expect(others).toEqual([]);
  expect([...limits, ...Object.keys(replayConfig)].filter((name) => !named.has(name))).toEqual([]);
});

test("what is usual is so", () => {
  const defaults: Record<string, unknown> = parseConfig({ ...gatewayConfig, ...replayConfig }, {});
  const rows = [...page.matchAll(/^\| [^|]+ \| ([\d, ]+) \| ([^|]+) \|$/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(8);
  for (const [row, usual = "", variables = ""] of rows) {
    const values = variables.split(", ").map((name) => defaults[name.trim().replaceAll("`", "")]);
    const said = usual.split(", ").map((value) => Number(value.replaceAll(",", "")));
    expect(said, row).toEqual(values);
  }
});
