import type { Cleaned } from "./cleaning-rules.js";

/** English, French, Spanish, Italian, German, Portuguese, Dutch, Nordic and Catalan articles as catalogues put them behind a comma. */
const ARTICLES =
  /^(.+), (The|An?|Les?|La|L['’]|Un|Une|Des|El|Los|Las|Una|Unos|Unas|Il|Lo|I|Gli|Uno|Der|Die|Das|Dem|Den|Eine?|Os?|As|Uma?|De|Het|Een|Det|En|Et|Ett|Els|Da)$/i;

/** `Matrix, The` as `The Matrix`, `Avventura, L'` as `L'Avventura`. */
export function articleFirst(title: string, cleaned: Cleaned): string {
  const parts = ARTICLES.exec(title);
  if (parts === null) return title;
  cleaned("article-last");
  const [, rest = "", article = ""] = parts;
  return /['’]$/.test(article) ? `${article}${rest}` : `${article} ${rest}`;
}
