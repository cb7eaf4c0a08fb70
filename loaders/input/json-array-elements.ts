import { InputCutShort } from "./input-file.js";
import { jsonRow } from "./json-rows.js";
import { badRow, type RowSource, type SourceRow } from "./source-row.js";

/** An object that has not ended after so much has a quote or a brace too few. */
const MAX_OBJECT_BYTES = 4_194_304;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/**
 * Rows of a JSON array of objects, however long its one line is: each object's end is found by its braces outside of strings, and
 * JSON.parse reads it. After one that is broken, reading goes on at the next `{"` that begins like the first object did. `line` is the
 * element's number.
 */
export async function* jsonArrayElements(chunks: AsyncIterable<Buffer>): RowSource<unknown> {
  const cutter = new ObjectCutter();
  let cut: string | null = null;
  try {
    for await (const chunk of chunks) yield cutter.push(chunk);
  } catch (error) {
    if (!(error instanceof InputCutShort)) throw error;
    cut = error.message;
  }
  yield cutter.end(cut);
}

class ObjectCutter {
  #rest: Buffer = Buffer.alloc(0);
  #element = 0;
  /** `{"review_id"`, once an object was read. */
  #start: Buffer | null = null;
  /** How far the rest was looked at already, and what stood there. */
  #scan = { at: 0, depth: 0, inString: false };

  *push(chunk: Buffer): Iterable<SourceRow<unknown>> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (;;) {
      if (this.#scan.depth === 0) {
        const open = bytes.indexOf(OPEN, from);
        if (open === -1 && bytes.length - from < MAX_OBJECT_BYTES) break;
        const between = this.#between(bytes.toString("latin1", from, open === -1 ? bytes.length : open));
        if (between !== null) yield between;
        from = open === -1 ? bytes.length : open;
        if (open === -1) break;
      }
      const end = this.#objectEnd(bytes, from);
      if (end === -1 && bytes.length - from < MAX_OBJECT_BYTES) break;
      this.#element += 1;
      const object = bytes.subarray(from, end === -1 ? bytes.length : end);
      const row = end === -1 ? null : jsonRow(this.#element, object.toString("utf8"));
      this.#scan = { at: 0, depth: 0, inString: false };
      if (row?.fault === null) {
        this.#start ??= startOf(object);
        from = end;
        yield row;
        continue;
      }
      // The next object began before this one seemed to end, or somewhere behind.
      const next = this.#start === null ? -1 : bytes.indexOf(this.#start, from + 1);
      const bad = bytes.subarray(from, next === -1 ? from + object.length : next).toString("utf8");
      yield badRow(this.#element, bad, "BROKEN_JSON", row?.fault?.detail ?? "the object has no end");
      from = next === -1 ? from + object.length : next;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
  }

  *end(cut: string | null): Iterable<SourceRow<unknown>> {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    const inObject = this.#scan.depth > 0;
    this.#scan = { at: 0, depth: 0, inString: false };
    if (!inObject) {
      const text = rest.toString("utf8").trim();
      if (cut === null && /^[\s,[]*\]$/.test(text)) return;
      this.#element += 1;
      yield badRow(this.#element, text, "TRUNCATED", cut ?? "the array has no end");
      return;
    }
    this.#element += 1;
    // An object left open may have swallowed those behind it.
    const next = this.#start === null ? -1 : rest.indexOf(this.#start, 1);
    if (next === -1) {
      yield badRow(this.#element, rest.toString("utf8"), "TRUNCATED", cut ?? "the file ends within the object");
      return;
    }
    yield badRow(this.#element, rest.toString("utf8", 0, next), "BROKEN_JSON", "the object has no end");
    yield* this.push(rest.subarray(next));
    yield* this.end(cut);
  }

  /** What stands between two objects, where it is more than commas. */
  #between(text: string): SourceRow<never> | null {
    const odd = text.replace(/[\s,[\]]+/g, " ").trim();
    if (odd === "") return null;
    this.#element += 1;
    return badRow(this.#element, odd, "BROKEN_JSON", "this is no object");
  }

  /** Behind the object that begins at `from`, or -1 when it goes on. */
  #objectEnd(bytes: Buffer, from: number): number {
    let { depth, inString } = this.#scan;
    let at = from + this.#scan.at;
    while (at < bytes.length) {
      if (inString) {
        const quote = bytes.indexOf(QUOTE, at);
        if (quote === -1) {
          // Backslashes before the end are counted again when more is there.
          at = bytes.length;
          while (at > from && bytes[at - 1] === BACKSLASH) at -= 1;
          break;
        }
        let before = quote;
        while (bytes[before - 1] === BACKSLASH) before -= 1;
        if ((quote - before) % 2 === 0) inString = false;
        at = quote + 1;
        continue;
      }
      const byte = bytes[at];
      at += 1;
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN) depth += 1;
      else if (byte === CLOSE) {
        depth -= 1;
        if (depth === 0) return at;
      }
    }
    this.#scan = { at: at - from, depth, inString };
    return -1;
  }
}

function startOf(object: Buffer): Buffer | null {
  const end = object.indexOf(QUOTE, object.indexOf(QUOTE) + 1);
  return end === -1 ? null : object.subarray(0, end + 1);
}
