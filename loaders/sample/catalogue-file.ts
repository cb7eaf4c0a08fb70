import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { CatalogueRow } from "./catalogue-row.js";

/** Where the committed catalogue lies, whether the code runs from source or compiled. */
export const CATALOGUE_PATH = join(
  dirname(createRequire(import.meta.url).resolve("@marquee/loaders/package.json")),
  "sample",
  "catalogue.jsonl.gz",
);

const ROWS_A_TURN = 1_000;

/** SHA-256 of the committed file, in hexadecimal. */
export async function catalogueDigest(): Promise<string> {
  return createHash("sha256")
    .update(await readFile(CATALOGUE_PATH))
    .digest("hex");
}

/** Reads the committed catalogue whole, in order of id: some 17,000 rows. */
export async function readCatalogue(): Promise<CatalogueRow[]> {
  const text = (await promisify(gunzip)(await readFile(CATALOGUE_PATH))).toString("utf8");
  const rows: CatalogueRow[] = [];
  for (const line of text.split("\n")) {
    if (line !== "") rows.push(JSON.parse(line) as CatalogueRow);
    // The server may be answering requests meanwhile.
    if (rows.length % ROWS_A_TURN === 0) await setImmediate();
  }
  return rows;
}

/** The same rows give the same bytes. */
export async function packCatalogue(rows: readonly CatalogueRow[]): Promise<Buffer> {
  const packed = await promisify(gzip)(rows.map((row) => `${JSON.stringify(row)}\n`).join(""), { level: 9 });
  // The header names the operating system; "unknown" is the same everywhere.
  packed[9] = 255;
  return packed;
}
