/** Letters that Unicode does not take apart, though readers do. */
const PLAIN: Record<string, string> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ħ: "h",
};

const ASCII = /^[\0-\x7f]*$/;

/** Text as it is compared: lower case, no accents, compatible forms made one. "Amélie" and "AMELIE" fold to the same. */
export function foldText(text: string): string {
  // Most text is plain, and an import folds a lot of it.
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[øłđðþßæœıħ]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize("NFC");
}

/** The words of a text, folded: runs of letters and digits. Whatever else it holds only separates. */
export function wordsOf(text: string): string[] {
  return foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
