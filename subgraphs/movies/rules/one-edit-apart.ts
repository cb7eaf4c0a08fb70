/**
 * Whether one slip of the hand makes one word of the other: a letter too many, one missing, another one, or two neighbours
 * swapped (Damerau-Levenshtein distance 1; 0 counts too).
 */
export function oneEditApart(one: string, other: string): boolean {
  const [short, long] = [Array.from(one), Array.from(other)].sort((a, b) => a.length - b.length) as [
    string[],
    string[],
  ];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (at === long.length) return true;
  if (long.length > short.length) return sameFrom(short, at, long, at + 1);
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return sameFrom(short, at + 1, long, at + 1) || (swapped && sameFrom(short, at + 2, long, at + 2));
}

/**
 * Start and end of a word, a letter short of halves: whatever one edit made of the word has one of the two as they were, at least.
 * Words of up to two letters have none.
 */
export function endsOf(letters: readonly string[], length = letters.length): { head: string; tail: string } {
  const end = Math.floor((length - 1) / 2);
  return { head: letters.slice(0, end).join(""), tail: letters.slice(letters.length - end).join("") };
}

function sameFrom(one: readonly string[], oneAt: number, other: readonly string[], otherAt: number): boolean {
  if (one.length - oneAt !== other.length - otherAt) return false;
  for (let n = 0; oneAt + n < one.length; n++) if (one[oneAt + n] !== other[otherAt + n]) return false;
  return true;
}
