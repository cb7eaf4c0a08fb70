// The reference pages name what the code has, all of it and nothing else.
import { readdirSync, readFileSync } from "node:fs";
import { REQUEST_CODES } from "@marquee/gateway/gate/public-error.js";
import { ERROR_CODES } from "@marquee/platform/errors/app-error.js";
import { CLIENT_CODES } from "@marquee/platform/errors/client-codes.js";
import { buildSchema, isEnumType } from "graphql";
import { expect, it } from "vitest";
import { sourceFiles } from "../source-files.js";
import { tableRows } from "./table-rows.js";

const errors = readFileSync("docs/errors.md", "utf8");
const metrics = readFileSync("docs/metrics.md", "utf8");
const DECLARED = /\.(counter|gauge|histogram)\(\{\s*name: "(\w+)"/g;

it("docs/metrics.md has every metric with its type, in Prometheus' conventions", () => {
  const declared = sourceFiles()
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(DECLARED)])
    .map(([, kind, name]) => `${name} ${kind}`);
  expect(declared.length).toBeGreaterThan(30);
  expect(
    tableRows(metrics)
      .map(([name, kind]) => `${name} ${kind}`)
      .sort(),
  ).toEqual([...new Set(declared)].sort());
  for (const metric of declared) {
    expect(metric).toMatch(/^marquee_[a-z_]+ /);
    expect(metric.endsWith("_total counter")).toBe(metric.endsWith(" counter"));
    if (metric.endsWith(" histogram")) expect(metric).toMatch(/_(seconds|bytes|cost) /);
  }
});

it("docs/errors.md has every code, for whom it is, and whether to try again", () => {
  const again = (code: string) =>
    (ERROR_CODES as Record<string, { retriable: boolean }>)[code]?.retriable ? "yes" : "no";
  const rows = (heading: string) =>
    tableRows(errors, heading)
      .map((row) => `${row[0]} ${row.at(-1)}`)
      .sort();
  const forClients = [...CLIENT_CODES, "INTERNAL_SERVER_ERROR", ...REQUEST_CODES];
  const forOperators = Object.keys(ERROR_CODES).filter((code) => !forClients.includes(code));
  expect(rows("What clients meet")).toEqual(forClients.map((code) => `${code} ${again(code)}`).sort());
  expect(rows("What operators meet")).toEqual(forOperators.map((code) => `${code} ${again(code)}`).sort());
});

it("schema/tables/README.md has every table", () => {
  const page = tableRows(readFileSync("schema/tables/README.md", "utf8"));
  const told = page.flatMap(([names = ""]) => names.split(", "));
  const made = readdirSync("schema/tables", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".cql"))
    .flatMap((file) => [...readFileSync(`schema/tables/${file}`, "utf8").matchAll(/CREATE TABLE IF NOT EXISTS (\w+)/g)])
    .map(([, name]) => name);
  expect(told.sort()).toEqual(made.sort());
});

it("docs/errors.md has every user error", () => {
  const codes = buildSchema(readFileSync("schema/graphql/contract.graphql", "utf8")).getType("UserErrorCode");
  const names = isEnumType(codes) ? codes.getValues().map(({ name }) => name) : [];
  expect(tableRows(errors, "User errors").map(([code]) => code)).toEqual(names);
});
