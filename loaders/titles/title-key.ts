/**
 * A title as titles are compared to say whether they are one: words without case, accents and signs. Keys are stored, so this is
 * no part of what search does, which may change with any version.
 */
export function titleKey(title: string): string {
  const folded = fold(title);
  const words = folded
    .replaceAll("&", " and ")
    // "Ocean's" and "Oceans" are one word.
    .replaceAll(/['’‘`´]/g, "")
    .match(/[\p{L}\p{N}]+/gu);
  // A title of signs alone ("???") has only them to be told apart by.
  return words?.join(" ") ?? folded.trim();
}

function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[øłđðþßæœıħ]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize("NFC");
}

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
