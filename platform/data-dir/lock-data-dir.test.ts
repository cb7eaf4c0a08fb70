import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { withTemporaryFolder } from "../store/testing/with-temporary-folder.js";
import { lockDataDir } from "./lock-data-dir.js";

const HOLD_LOCK = fileURLToPath(new URL("./testing/hold-lock.ts", import.meta.url));

async function startHolder(folder: string): Promise<{ holder: ChildProcess; said: unknown }> {
  const holder = fork(HOLD_LOCK, [folder], { execArgv: ["--import", "tsx"] });
  const [said] = await once(holder, "message");
  return { holder, said };
}

async function kill(holder: ChildProcess): Promise<void> {
  const exit = once(holder, "exit");
  holder.kill("SIGKILL");
  await exit;
}

describe("lockDataDir", () => {
  it("makes the folder, and locks it until it is closed", () =>
    withTemporaryFolder(async (parent) => {
      const folder = join(parent, "new", "data");
      const lock = await lockDataDir(folder);
      await expect(lockDataDir(folder)).rejects.toMatchObject({
        code: "DATA_DIR_LOCKED",
        message: `The data folder ${folder} is in use by another Marquee (process ${process.pid}): stop that one, or set DATA_DIR to another folder.`,
      });
      await lock.close();
      await lock.close();
      const again = await lockDataDir(folder);
      await again.close();
    }));

  it("keeps other processes out, under any name of the folder", () =>
    withTemporaryFolder(async (parent) => {
      const folder = join(parent, "data");
      const lock = await lockDataDir(folder);
      const alias = join(parent, "alias");
      await symlink(folder, alias);
      const { holder, said } = await startHolder(alias);
      await kill(holder);
      await lock.close();
      expect(said).toBe(
        `DATA_DIR_LOCKED: The data folder ${alias} is in use by another Marquee (process ${process.pid}): stop that one, or set DATA_DIR to another folder.`,
      );
    }));

  it("a holder that is killed with -9 leaves no lock behind", () =>
    withTemporaryFolder(async (folder) => {
      const { holder, said } = await startHolder(folder);
      expect(said).toBe("locked");
      await expect(lockDataDir(folder)).rejects.toMatchObject({
        code: "DATA_DIR_LOCKED",
        message: expect.stringContaining(`(process ${holder.pid})`),
      });
      await kill(holder);
      const lock = await lockDataDir(folder);
      await lock.close();
    }));

  it("says DATA_DIR_UNWRITABLE where no folder can be", () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, "file");
      await writeFile(file, "");
      for (const path of [file, join(file, "below")]) {
        await expect(lockDataDir(path)).rejects.toMatchObject({
          code: "DATA_DIR_UNWRITABLE",
          message: expect.stringContaining(path),
        });
      }
    }));

  it("says DATA_DIR_UNWRITABLE when the lock can't be written there", () =>
    withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, "lock"), "not a lock, but something of somebody's".repeat(100));
      await expect(lockDataDir(folder)).rejects.toMatchObject({ code: "DATA_DIR_UNWRITABLE" });
    }));
});
