// The one policy on characters that nobody sees, for every text that is shown to others.

/** A name or a title stands in one line, beside other text and in terminals; a long text stands alone and has lines. */
export type TextKind = "LINE" | "LONG_TEXT";

// Halves of surrogate pairs are in no script and have no UTF-8; control characters steer terminals and break formats.
const HIDDEN: Record<TextKind, RegExp> = {
  // Line breaks, and marks that turn the direction of what is written beside the text.
  LINE: /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u,
  // Tab, line feed and carriage return are how long texts are typed.
  LONG_TEXT: /[^\P{Cc}\t\n\r]|\p{Cs}/u,
};

interface TextMistake {
  code: "INVALID";
  field: string[];
  message: string;
}

/** A mistake for each field that holds such a character; fields without a text are passed over. */
export function findHiddenCharacters(
  kind: TextKind,
  fields: Readonly<Record<string, string | readonly string[] | null | undefined>>,
): TextMistake[] {
  return Object.entries(fields)
    .filter(([, texts]) => [texts ?? []].flat().some((text) => HIDDEN[kind].test(text)))
    .map(([field]) => ({
      code: "INVALID",
      field: ["input", field],
      message: `${field} holds characters that nobody can see (control characters, half a character${
        kind === "LINE" ? ", line breaks or marks that turn the direction of writing" : ""
      }); leave them out.`,
    }));
}
