import iconv from "iconv-lite";

/** What can be seen of a file before it is read. */
export interface FileHead {
  /** In lower case, without folders and without `.gz`: `ratings.csv`, `-` for standard input. */
  baseName: string;
  /** Without a byte order mark. */
  text: string;
  firstLine: string;
}

export function fileHead(name: string, head: Buffer): FileHead {
  const baseName = (name.split("/").at(-1) ?? name).toLowerCase().replace(/#\d+$/, "").replace(/\.gz$/, "");
  const wide =
    head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
  const text = iconv.decode(head, wide);
  return { baseName, text, firstLine: (text.split("\n", 1)[0] ?? "").replace(/\r$/, "") };
}

/** The names of the columns, where the first line has them. */
export function headerOf(head: FileHead, delimiter: string): string[] {
  return head.firstLine.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

export function hasColumns(head: FileHead, delimiter: string, columns: readonly string[]): boolean {
  const header = headerOf(head, delimiter);
  return columns.every((column) => header.includes(column));
}

/** The places of columns by name; -1 for one that is not there. */
export function columnPlaces<Name extends string>(
  header: readonly string[],
  names: readonly Name[],
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, header.indexOf(name)])) as Record<Name, number>;
}
