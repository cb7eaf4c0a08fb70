import { existsSync } from "node:fs";

/** The environment, with what a `.env` in the working folder adds to it; what is set already wins. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return process.env;
}
