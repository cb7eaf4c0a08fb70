import type { TitleRef } from "../records/load-record.js";

const PAGE_IDS = 1_048_576;

/** Which of IMDb's ids (`tt0133093`) were there: a bit each, in pages made when they are needed, 12.5 MB for all of eight digits. */
export class TakenIds {
  readonly #pages = new Map<number, Uint8Array>();

  /** False when it was there already. */
  add(id: string): boolean {
    const number = Number(id.slice(2));
    const pageNumber = Math.floor(number / PAGE_IDS);
    const page = this.#pages.get(pageNumber) ?? new Uint8Array(PAGE_IDS / 8);
    this.#pages.set(pageNumber, page);
    const place = number % PAGE_IDS;
    const bit = 1 << (place & 7);
    const byte = page[place >> 3] ?? 0;
    page[place >> 3] = byte | bit;
    return (byte & bit) === 0;
  }
}

/** Wikidata gives two IMDb ids to two films each: the second has the id of its line. */
export function wikidataRef(imdbId: string, line: number, taken: TakenIds): TitleRef {
  return taken.add(imdbId) ? { source: "imdb", id: imdbId } : { source: "wikidata-films", id: String(line) };
}
