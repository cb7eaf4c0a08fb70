import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openTempFolder } from "@marquee/platform/testing/temp-folder.js";
import { expect, it } from "vitest";
import { bundleProgram } from "../testing/bundle-program.js";
import { makeSortFolder } from "./sort-folder.js";

const LATER = Date.now() + 3_600_000;

it("removes what a killed process left, and nothing that one who lives has", async () => {
  const temp = await openTempFolder();
  try {
    const own = await makeSortFolder(temp.path);
    const program = join(temp.path, "sorting.ts");
    const module = join(import.meta.dirname, "sort-folder.ts");
    await writeFile(
      program,
      `import { makeSortFolder } from ${JSON.stringify(module)};
      await makeSortFolder(process.argv[2]);
      process.stdout.write("made\\n");
      setInterval(() => {}, 1000);`,
    );
    const bundle = await bundleProgram(program);
    const child = spawn(process.execPath, [bundle.path, temp.path], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const exited = once(child, "exit");
    const sortFolders = async () => (await readdir(temp.path)).filter((name) => name.startsWith("marquee-sort-"));
    expect(await sortFolders()).toHaveLength(2);

    await (await makeSortFolder(temp.path, LATER)).remove();
    expect(await sortFolders()).toHaveLength(2);

    child.kill("SIGKILL");
    await exited;
    await bundle.close();
    await (await makeSortFolder(temp.path, LATER)).remove();
    expect(await sortFolders()).toEqual([own.path.slice(temp.path.length + 1)]);
    await own.remove();
    expect(await sortFolders()).toEqual([]);
  } finally {
    await temp.close();
  }
});
