/** Run as a process of its own: takes the lock of the folder named, tells its parent what came of it, and stays. */
import { lockDataDir } from "../lock-data-dir.js";

process.once("disconnect", () => process.exit());
lockDataDir(process.argv[2] ?? "").then(
  () => process.send?.("locked"),
  (error: { code: string; message: string }) => process.send?.(`${error.code}: ${error.message}`),
);
