type NamedText = readonly [what: string, text: string];

/** Texts that have broken programs. Where a text is welcome, each must come back as it was given. */
const WELCOME: readonly NamedText[] = [
  ["emoji with joiners", "🎬🍿👩🏽‍🚀"],
  ["right to left", "עברית العربية"],
  ["combining marks", "Z\u0351\u036B\u0343\u036A\u0302e\u0301"],
  ["SQL", `'; DROP TABLE movies_movies; --`],
  ["a search expression", `NEAR("a" b*) OR -title:^x`],
  ["a template", "{{7*7}} #{7*7} %s %n %00 \\u0000"],
  ["a path", "../../../../dev/null"],
  ["a property of every object", "__proto__"],
  ["markup", "<script>alert(1)</script>"],
];

export const welcomeTexts = WELCOME;

/** Texts with characters that nobody can see: no text that is shown takes them. */
export const hiddenTexts: readonly NamedText[] = [
  ["control characters", "\u0001\u001b[31m\u007f\u0085"],
  ["a NUL in the middle", "a\u0000b"],
  ["half a surrogate pair", "x\ud800y"],
];

/** Beside those, what no text field takes and no id is. */
export const uselessTexts: readonly NamedText[] = [
  ["nothing", ""],
  ["blanks", " \t\n\u00a0"],
  ["1 MB", "x".repeat(2 ** 20)],
];
