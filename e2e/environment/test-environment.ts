import { afterAll } from "vitest";
import { openEnvironment, type TestEnvironment } from "./open-environment.js";

export { ADMIN, type TestEnvironment } from "./open-environment.js";

/** Call it at the top of a story's file. */
export function openTestEnvironment(): TestEnvironment {
  const environment = openEnvironment();
  afterAll(() => environment.dispose());
  return environment;
}
