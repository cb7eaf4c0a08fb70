import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import type { parse as Parse } from "csv-parse";

/** The very copy that the loaders read with. */
const { parse } = createRequire(createRequire(import.meta.url).resolve("@marquee/loaders/package.json"))(
  "csv-parse",
) as { parse: typeof Parse };

/** Seconds that csv-parse takes for a file whose rows nobody uses. */
export async function readAlone(file: string): Promise<number> {
  const startedAt = performance.now();
  let rows = 0;
  const parser = createReadStream(file).pipe(parse({ bom: true }));
  parser.on("data", () => {
    rows += 1;
  });
  await once(parser, "end");
  if (rows === 0) throw new Error("Nothing was read");
  return (performance.now() - startedAt) / 1_000;
}
