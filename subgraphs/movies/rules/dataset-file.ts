// Which files may be uploaded, by name and by how they begin.

/** Letters, digits and . _ - alone, and none of the last three first: no path, nothing hidden, no option of a command. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/;
const DATASET_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const EXTENSION = /\.(?:(csv|tsv|txt|dat|data|item|user|json|jsonl)(\.gz)?|zip)$/;

export const EXTENSIONS = ".csv .tsv .txt .dat .data .item .user .json .jsonl, each also with .gz, and .zip";
/** So many bytes, or all of a shorter file, tell whether it is what its name says. */
export const HEAD_BYTES = 512;

export function isDatasetName(name: string): boolean {
  return DATASET_NAME.test(name);
}

export function isFileName(name: string): boolean {
  return FILE_NAME.test(name) && !name.includes("..");
}

export function hasKnownExtension(name: string): boolean {
  return EXTENSION.test(name.toLowerCase());
}

/** What is wrong with how a file begins, for a person; null where it fits its extension. */
export function headMistake(name: string, head: Uint8Array): string | null {
  const found = EXTENSION.exec(name.toLowerCase());
  if (head.length === 0) return "The file is empty.";
  const isZip = begins(head, [0x50, 0x4b, 0x03, 0x04]);
  const isGzip = begins(head, [0x1f, 0x8b]);
  if (found?.[0] === ".zip") return isZip ? null : "The name ends in .zip, and it does not begin like a zip archive.";
  if (found?.[2] !== undefined) return isGzip ? null : "The name ends in .gz, and it does not begin like gzip.";
  if (isZip || isGzip) return `It is ${isZip ? "a zip archive" : "gzip"}: name it so.`;
  // Texts of one or of several bytes a letter have none; UTF-16 is what nobody hands out datasets in.
  if (head.includes(0)) return "It does not begin like text.";
  const first = head.find((byte) => !BLANK.has(byte));
  if (found?.[1]?.startsWith("json") === true && first !== 0x5b && first !== 0x7b) {
    return "The name says JSON, and it begins with neither [ nor {.";
  }
  return null;
}

/** Spaces, tabs and ends of lines, and the three bytes of a byte order mark. */
const BLANK: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
