// GraphQL over HTTP as the specification's own audit sees it, on the real thing.
import { serverAudits } from "graphql-http";
import { beforeAll, expect, test } from "vitest";
import { startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";

const environment = openTestEnvironment();
let url: string;

beforeAll(async () => {
  url = (await startAllInOne(environment, { DATA_DIR: await environment.folder() })).url;
});

// The address is asked for at each audit: the server is not up when tests are collected.
const audits = serverAudits({ url: () => `${url}/graphql` });

/** What a server may do and this one does not: read a query out of an address without a header that a form can't send. */
const LEFT_OUT = ["5A70", "6A70", "D6D5"];

test("there are audits of every level", () => {
  expect(audits.length).toBeGreaterThan(50);
  for (const level of ["MUST", "SHOULD", "MAY"]) expect(audits.some(({ name }) => name.startsWith(level))).toBe(true);
});

test.each(audits.map((audit) => [audit.name, audit] as const))("%s", async (_name, audit) => {
  const result = await audit.fn();
  const reason = result.status === "ok" ? "" : result.reason;
  expect([result.status, reason]).toEqual([LEFT_OUT.includes(audit.id) ? "notice" : "ok", reason]);
});
