import { parse } from "csv-parse/sync";
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
      const feed = text.indexOf("\n", at);
      const lineEnd = feed === -1 ? text.length : feed;
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
      let end = lineEnd;
      let row: SourceRow<string[]>;
      if (quote === -1 || quote >= lineEnd) row = this.#plain(text, at, lineEnd, line);
      else {
        const found = csvRecordEnd(text, at, this.#shape.delimiter);
        if (found.quoting === "open" && !block.last && text.length - at < MAX_RECORD_CHARACTERS) {
          this.#open = { text: text.slice(at), line };
          return;
        }
        const whole = found.quoting === "whole" || found.quoting === "stray";
        const quoted = whole ? this.#quoted(text.slice(at, found.end), line, found.quoting === "stray") : null;
        // Several lines that make no row are a quote left open on the first: the others stand for themselves.
        if (quoted !== null && (quoted.fault === null || found.end === lineEnd)) {
          row = quoted;
          end = found.end;
        } else row = this.#unquoted(text.slice(at, lineEnd), line);
      }
      const cutOff = block.last && end === text.length;
      const finished = this.#finish(row, block, cutOff);
      if (finished !== null) yield finished;
      line += end === lineEnd ? 1 : linesIn(text, at, end) + 1;
      at = end + 1;
    }
    if (block.last && block.cut !== null && text.endsWith("\n")) yield badRow(line, "", "TRUNCATED", block.cut);
  }

  #plain(text: string, from: number, to: number, line: number): SourceRow<string[]> {
    const raw = text.slice(from, text.charCodeAt(to - 1) === 13 && to > from ? to - 1 : to);
    if (raw === "") return skippedRow(line, raw, "BLANK_LINE");
    const fields = raw.split(this.#shape.delimiter);
    return fields.length === this.#shape.columns ? goodRow(line, raw, fields) : this.#wrong(line, raw, fields.length);
  }

  #quoted(text: string, line: number, stray: boolean): SourceRow<string[]> {
    const raw = text.endsWith("\r") ? text.slice(0, -1) : text;
    const [fields] = parse(raw, { delimiter: this.#shape.delimiter, relax_column_count: true, relax_quotes: true });
    if (fields === undefined || fields.length !== this.#shape.columns) return this.#wrong(line, raw, fields?.length ?? 0);
    return goodRow(line, raw, fields, stray ? ["stray-quote"] : undefined);
  }

  /** A line whose quotes make no sense: taken as it stands where it has the right number of columns and no quote is left open. */
  #unquoted(text: string, line: number): SourceRow<string[]> {
    const raw = text.endsWith("\r") ? text.slice(0, -1) : text;
    const fields = raw.split(this.#shape.delimiter);
    const even = raw.split('"').length % 2 === 1;
    if (even && fields.length === this.#shape.columns) return goodRow(line, raw, fields, ["stray-quote"]);
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

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
