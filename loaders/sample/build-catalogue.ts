// Makes catalogue.jsonl.gz out of the source: `npm run sample:build -- wikidata-films.jsonl.gz`.
import { readFile, writeFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { CATALOGUE_PATH, packCatalogue } from "./catalogue-file.js";
import { type SourceFilm, sourceFilm } from "./source-film.js";
import { toCatalogueRows } from "./to-catalogue-rows.js";

const input = process.argv[2];
if (input === undefined) {
  console.error("Which file? npm run sample:build -- wikidata-films.jsonl.gz");
  process.exit(2);
}

const rows = toCatalogueRows(parseLines(gunzipSync(await readFile(input)).toString("utf8")));
const packed = await packCatalogue(rows);
await writeFile(CATALOGUE_PATH, packed);
console.error(`${rows.length} films, ${packed.length} bytes: ${CATALOGUE_PATH}`);

function parseLines(text: string): SourceFilm[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line, index) => {
      const result = sourceFilm.safeParse(JSON.parse(line));
      if (result.success) return result.data;
      throw new Error(`Line ${index + 1} of the source: ${result.error.message}`);
    });
}
