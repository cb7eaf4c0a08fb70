import { readdirSync } from "node:fs";

const SKIPPED = /(^|\/)(node_modules|dist|generated|data|coverage|\.git)(\/|$)/;

/** Every TypeScript file of ours, relative to the folder that npm runs scripts in, with forward slashes. */
export function sourceFiles(): string[] {
  return readdirSync(".", { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !SKIPPED.test(file));
}
