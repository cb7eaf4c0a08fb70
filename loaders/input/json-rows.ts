import { badRow, goodRow, type RowSource, type SourceRow, skippedRow } from "./source-row.js";
import type { TextBlock } from "./text-blocks.js";

/** Rows of JSON lines: an object on each. */
export async function* jsonLines(blocks: AsyncIterable<TextBlock>): RowSource<unknown> {
  for await (const block of blocks) yield rowsOf(block);
}

function* rowsOf(block: TextBlock): Iterable<SourceRow<unknown>> {
  let line = block.line;
  for (let at = 0; at < block.text.length; line += 1) {
    const feed = block.text.indexOf("\n", at);
    const end = feed === -1 ? block.text.length : feed;
    const raw = block.text.slice(at, end).trim();
    at = end + 1;
    const row = raw === "" ? skippedRow(line, raw, "BLANK_LINE") : jsonRow(line, raw);
    const cutOff = block.last && feed === -1;
    if (cutOff && (row.fault !== null || block.cut !== null)) {
      yield badRow(line, raw, "TRUNCATED", block.cut ?? `the file ends within the row: ${row.fault?.detail}`);
      return;
    }
    if (block.otherEncoding?.has(line)) row.cleaned = [...row.cleaned, "other-encoding"];
    if (block.mark && line === 1) row.cleaned = [...row.cleaned, "byte-order-mark"];
    row.unended = cutOff;
    yield row;
  }
  if (block.last && block.cut !== null) yield badRow(line, "", "TRUNCATED", block.cut);
}

/** A row of an object's text. */
export function jsonRow(line: number, raw: string): SourceRow<unknown> {
  try {
    return goodRow(line, raw, JSON.parse(raw) as unknown);
  } catch (error) {
    return badRow(line, raw, "BROKEN_JSON", (error as Error).message);
  }
}
