import { expect, test } from "vitest";
import { runtimeWorkspaces } from "./runtime-workspaces.js";

test("everything that runs is found, through what needs it; tools for development are not", () => {
  const found = runtimeWorkspaces(".");
  expect(found).toEqual(expect.arrayContaining(["gateway/all-in-one", "gateway", "platform", "schema", "loaders"]));
  expect(found).toEqual(
    expect.arrayContaining(["movies", "reviews", "ratings", "accounts"].map((x) => `subgraphs/${x}`)),
  );
  for (const folder of ["tools", "bench", "e2e"]) expect(found).not.toContain(folder);
});
