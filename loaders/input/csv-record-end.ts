/** Where a record of quoted CSV ends, and whether its quoting holds. */
export interface RecordEnd {
  /** Behind the record, at its line feed or at the end of the text. */
  end: number;
  /** `open`: a quoted field has no end in this text. `broken`: something stands behind a closing quote. */
  quoting: "whole" | "stray" | "open" | "broken";
}

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/** Looks at the record that begins at `from`, by RFC 4180; a quote in a field that does not begin with one is `stray`. */
export function csvRecordEnd(text: string, from: number, delimiter: string): RecordEnd {
  const separator = delimiter.charCodeAt(0);
  let at = from;
  let quoting: "whole" | "stray" = "whole";
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      at = text.indexOf('"', at + 1);
      while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
      if (at === -1) return { end: text.length, quoting: "open" };
      at += 1;
      if (text.charCodeAt(at) === RETURN && (at + 1 === text.length || text.charCodeAt(at + 1) === LINE_FEED)) at += 1;
    } else {
      while (at < text.length) {
        const code = text.charCodeAt(at);
        if (code === separator || code === LINE_FEED) break;
        if (code === QUOTE) quoting = "stray";
        at += 1;
      }
    }
    if (at >= text.length || text.charCodeAt(at) === LINE_FEED) return { end: Math.min(at, text.length), quoting };
    if (text.charCodeAt(at) !== separator) return { end: at, quoting: "broken" };
    at += 1;
  }
}
