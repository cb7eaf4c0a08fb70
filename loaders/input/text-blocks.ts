import { isUtf8 } from "node:buffer";
import { AppError } from "@marquee/platform/errors/app-error.js";
import iconv from "iconv-lite";
import { InputCutShort } from "./input-file.js";

/** Some whole lines of a file. */
export interface TextBlock {
  /** Every line ends in a line feed but the file's last, which may not. */
  text: string;
  /** Of the first line, from 1. */
  line: number;
  /** Whether the file ends behind it. */
  last: boolean;
  /** Why the file ends within its last line; null where it doesn't, as far as one can see. */
  cut: string | null;
  /** Numbers of the lines that were no UTF-8. */
  otherEncoding: ReadonlySet<number> | null;
  /** Whether a byte order mark was taken from its start. */
  mark: boolean;
}

/** A line longer than this ends the run: what has no line feed for so long is no file of lines. */
const MAX_LINE_BYTES = 67_108_864;
const LINE_FEED = 10;

/**
 * Text in blocks of whole lines. Without a told encoding it is UTF-8 (or UTF-16, where its mark says so), and each line that is none is
 * read as windows-1252: ISO-8859-1 is the part of it that has visible characters, and its accented letters are hardly ever UTF-8.
 */
export async function* textBlocks(chunks: AsyncIterable<Buffer>, encoding?: string): AsyncIterable<TextBlock> {
  if (encoding !== undefined && !iconv.encodingExists(encoding)) {
    throw new AppError(
      "BAD_USER_INPUT",
      `There is no encoding "${encoding}": try utf-8, latin1, windows-1252 or utf-16le.`,
    );
  }
  let carry: Buffer[] = [];
  let carried = 0;
  let line = 1;
  let mark = false;
  let cut: string | null = null;
  const block = (bytes: Buffer, last: boolean): TextBlock => {
    const from = line;
    const first = from === 1 && !mark && startsWithMark(bytes);
    if (first) mark = true;
    const { text, lines, others } = decodeLines(first ? bytes.subarray(3) : bytes, from);
    line += lines;
    return { text, line: from, last, cut: last ? cut : null, otherEncoding: others, mark: first };
  };
  try {
    for await (const chunk of inUtf8(chunks, encoding)) {
      const end = chunk.lastIndexOf(LINE_FEED) + 1;
      if (end > 0) {
        const whole = Buffer.concat([...carry, chunk.subarray(0, end)]);
        carry = [];
        carried = 0;
        yield block(whole, false);
      }
      if (end === chunk.length) continue;
      carry.push(chunk.subarray(end));
      carried += chunk.length - end;
      if (carried > MAX_LINE_BYTES) throw tooLong(line);
    }
  } catch (error) {
    if (!(error instanceof InputCutShort)) throw error;
    cut = error.message;
  }
  yield block(Buffer.concat(carry), true);
}

function decodeLines(bytes: Buffer, line: number) {
  if (isUtf8(bytes)) {
    const text = bytes.toString("utf8");
    return { text, lines: countLines(bytes), others: null };
  }
  const others = new Set<number>();
  const texts: string[] = [];
  let lines = 0;
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const end = feed === -1 ? bytes.length : feed + 1;
    const part = bytes.subarray(at, end);
    if (isUtf8(part)) texts.push(part.toString("utf8"));
    else {
      texts.push(iconv.decode(part, "windows-1252"));
      others.add(line + lines);
    }
    if (feed !== -1) lines += 1;
    at = end;
  }
  return { text: texts.join(""), lines, others };
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

async function* inUtf8(chunks: AsyncIterable<Buffer>, told?: string): AsyncIterable<Buffer> {
  let decoder: ReturnType<typeof iconv.getDecoder> | null | undefined;
  for await (const chunk of chunks) {
    if (decoder === undefined) {
      const encoding = told ?? markedEncoding(chunk);
      decoder = encoding === null || /^utf-?8$/i.test(encoding) ? null : iconv.getDecoder(inPractice(encoding));
    }
    yield decoder === null ? chunk : Buffer.from(decoder.write(chunk), "utf8");
  }
  const rest = decoder?.end();
  if (rest) yield Buffer.from(rest, "utf8");
}

/** As browsers have it: what is called ISO-8859-1 often holds the quotes and dashes of windows-1252. */
function inPractice(encoding: string): string {
  return /^(latin-?1|iso-?8859-?1|ascii|us-ascii)$/i.test(encoding) ? "windows-1252" : encoding;
}

function markedEncoding(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : null;
}

function startsWithMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function tooLong(line: number): AppError {
  return new AppError("BAD_USER_INPUT", `Line ${line} goes on for more than 64 MiB: this is no file of lines.`);
}
