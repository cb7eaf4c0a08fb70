// Threads and processes of the tests run what is built, also where one file is run alone: half a second, when nothing is to do.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

export default async function build(): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, ["node_modules/typescript/bin/tsc", "-b"], { cwd: ROOT });
  } catch (error) {
    throw new Error(`The tests run what is built, and the build failed:\n${(error as { stdout: string }).stdout}`);
  }
}
