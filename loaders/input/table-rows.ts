import { parse } from "csv-parse/sync";
import type { CleaningRule } from "../cleaning/cleaning-rules.js";
import { csvRecordEnd } from "./csv-record-end.js";
import { badRow, goodRow, type RowSource, type SourceRow, skippedRow } from "./source-row.js";
import type { TextBlock } from "./text-blocks.js";

export interface TableShape {
  /** `,`, a tab, `|` or `::`. */
  delimiter: string;
  /** Whether fields may stand in quotes, as CSV has it. IMDb's and the older MovieLens' files have none: their quotes are text. */
  quotes: boolean;
  /** Whether the first line names the columns: it is no row. */
  header: boolean;
  columns: number;
}

/** A quoted field that has not ended after so much is no field: somebody left a quote open. */
const MAX_RECORD_CHARACTERS = 1_048_576;
const RUN_RECORDS = 500;

/**
 * Rows of separated values. Lines without a quote, all of them in the big files, are cut at the separator; quoted records are found by
 * their quotes and taken apart by csv-parse. One that does not hold together costs its own line alone: the next line begins anew.
 */
export async function* tableRows(blocks: AsyncIterable<TextBlock>, shape: TableShape): RowSource<string[]> {
  const reader = new TableReader(shape);
  for await (const block of blocks) yield reader.rows(block);
}

class TableReader {
  readonly #shape: TableShape;
  #header: boolean;
  /** A quoted record that goes on in the next block. */
  #open = { text: "", line: 1 };
  #mark = false;

  constructor(shape: TableShape) {
    this.#shape = shape;
    this.#header = shape.header;
  }

  *rows(block: TextBlock): Iterable<SourceRow<string[]>> {
    const text = this.#open.text + block.text;
    let line = this.#open.text === "" ? block.line : this.#open.line;
    this.#open = { text: "", line };
    this.#mark ||= block.mark;
    let quote = this.#shape.quotes ? text.indexOf('"') : -1;
    for (let at = 0; at < text.length; ) {
      const lineEnd = lineEndAt(text, at);
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
      if (quote === -1 || quote >= lineEnd) {
        const row = this.#finish(this.#plain(text, at, lineEnd, line), block, lineEnd === text.length);
        if (row !== null) yield row;
        line += 1;
        at = lineEnd + 1;
        continue;
      }
      const run = quotedRun(text, at, this.#shape.delimiter);
      if (run.records.length === 0 && run.open && !block.last && text.length - at < MAX_RECORD_CHARACTERS) {
        this.#open = { text: text.slice(at), line };
        return;
      }
      for (const { row, end } of this.#ofRun(text, at, run.records, line)) {
        const finished = this.#finish(row, block, end === text.length);
        if (finished !== null) yield finished;
        line += 1 + (end === lineEndAt(text, at) ? 0 : linesIn(text, at, end));
        at = end + 1;
      }
    }
    if (block.last && block.cut !== null && text.endsWith("\n")) yield badRow(line, "", "TRUNCATED", block.cut);
  }

  /** The rows of quoted records up to the first that is broken, and that one's line. */
  *#ofRun(text: string, from: number, records: readonly QuotedRecord[], first: number) {
    const parsed = parseCsv(text.slice(from, records.at(-1)?.end ?? from), this.#shape.delimiter);
    let at = from;
    let line = first;
    for (const [place, { end, stray }] of records.entries()) {
      const lineEnd = lineEndAt(text, at);
      const fields =
        parsed.length === records.length ? parsed[place] : parseCsv(text.slice(at, end), this.#shape.delimiter)[0];
      const raw = withoutReturn(text.slice(at, end));
      const right = fields !== undefined && fields.length === this.#shape.columns;
      // Several lines that make no row are a quote left open on the first: the others stand for themselves.
      if (!right && end !== lineEnd) break;
      const row = right
        ? goodRow(line, raw, fields, stray ? STRAY : undefined)
        : this.#wrong(line, raw, fields?.length ?? 0);
      yield { row, end };
      line += 1 + (end === lineEnd ? 0 : linesIn(text, at, end));
      at = end + 1;
      if (place === records.length - 1) return;
    }
    const end = lineEndAt(text, at);
    yield { row: this.#unquoted(text.slice(at, end), line), end };
  }

  #plain(text: string, from: number, to: number, line: number): SourceRow<string[]> {
    const raw = text.slice(from, text.charCodeAt(to - 1) === 13 && to > from ? to - 1 : to);
    if (raw === "") return skippedRow(line, raw, "BLANK_LINE");
    const fields = raw.split(this.#shape.delimiter);
    return fields.length === this.#shape.columns ? goodRow(line, raw, fields) : this.#wrong(line, raw, fields.length);
  }

  /** A line whose quotes make no sense: taken as it stands where it has the right number of columns and no quote is left open. */
  #unquoted(text: string, line: number): SourceRow<string[]> {
    const raw = withoutReturn(text);
    const fields = raw.split(this.#shape.delimiter);
    const even = raw.split('"').length % 2 === 1;
    if (even && fields.length === this.#shape.columns) return goodRow(line, raw, fields, STRAY);
    return badRow(line, raw, "BROKEN_QUOTES", "its quotes do not match: what follows was read from the next line on");
  }

  #wrong(line: number, raw: string, columns: number): SourceRow<never> {
    return badRow(line, raw, "WRONG_COLUMNS", `it has ${columns} columns, not ${this.#shape.columns}`);
  }

  #finish(row: SourceRow<string[]>, block: TextBlock, cutOff: boolean): SourceRow<string[]> | null {
    if (this.#header) {
      this.#header = false;
      return null;
    }
    if (cutOff && (row.fault !== null || block.cut !== null)) {
      const detail = block.cut ?? `the file ends within the row: ${row.fault?.detail}`;
      return badRow(row.line, row.raw, "TRUNCATED", detail);
    }
    row.unended = cutOff;
    if (!this.#mark && block.otherEncoding === null) return row;
    const rules = [...row.cleaned];
    if (this.#mark) rules.push("byte-order-mark");
    this.#mark = false;
    if (block.otherEncoding?.has(row.line)) rules.push("other-encoding");
    row.cleaned = rules;
    return row;
  }
}

interface QuotedRecord {
  end: number;
  stray: boolean;
}

/** Records behind one another that have quotes, and hold together: csv-parse takes ten times as long for each alone. */
function quotedRun(text: string, from: number, delimiter: string): { records: QuotedRecord[]; open: boolean } {
  const records: QuotedRecord[] = [];
  let at = from;
  while (at < text.length && records.length < RUN_RECORDS) {
    const { end, quoting } = csvRecordEnd(text, at, delimiter);
    if (quoting === "open" || quoting === "broken") return { records, open: quoting === "open" };
    const quote = text.indexOf('"', at);
    if (quote === -1 || quote >= end) break;
    records.push({ end, stray: quoting === "stray" });
    at = end + 1;
  }
  return { records, open: false };
}

/** Its records; none when csv-parse does not take them. */
function parseCsv(text: string, delimiter: string): string[][] {
  if (text === "") return [];
  try {
    return parse(withoutReturn(text), {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n"],
    });
  } catch {
    return [];
  }
}

const STRAY: readonly CleaningRule[] = ["stray-quote"];

function lineEndAt(text: string, at: number): number {
  const feed = text.indexOf("\n", at);
  return feed === -1 ? text.length : feed;
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
