import { createReadStream } from "node:fs";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { parse } from "csv-parse";

const COLUMNS = ["title", "movie"];
const MAX_TITLES = 100_000;

/** The titles of a CSV file with a header, each once, the first 100,000. Throws BAD_USER_INPUT. */
export async function readTitleColumn(path: string): Promise<string[]> {
  const titles = new Set<string>();
  const rows = createReadStream(path).on("error", (error) => parser.destroy(error));
  const parser = rows.pipe(parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }));
  let column: number | undefined;
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (column === undefined) column = columnOf(row);
      else {
        const title = row[column]?.trim();
        if (title) titles.add(title);
      }
      if (titles.size >= MAX_TITLES) break;
    }
  } catch (cause) {
    throw new AppError("BAD_USER_INPUT", `${path} can't be read as titles: ${(cause as Error).message}`, { cause });
  } finally {
    rows.destroy();
  }
  if (titles.size === 0) throw new AppError("BAD_USER_INPUT", `${path} holds no title.`);
  return [...titles];
}

function columnOf(header: readonly string[]): number {
  const names = header.map((name) => name.trim().toLowerCase());
  const found = COLUMNS.map((name) => names.indexOf(name)).find((at) => at >= 0);
  if (found !== undefined) return found;
  throw new Error(
    `its first line must name a column title or movie; it has ${header.slice(0, 20).join(", ").slice(0, 200)}`,
  );
}
