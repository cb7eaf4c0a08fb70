import { AppError } from "@marquee/platform/errors/app-error.js";
import { findFiles } from "../input/find-files.js";
import { firstBytes } from "../input/unpack-gzip.js";
import { DATASET_KINDS, type DatasetKind, type OpenDataset, type OpenDatasetOptions } from "../records/dataset-kind.js";
import type { FileFormat, SeenFile } from "./file-format.js";
import { fileHead } from "./file-head.js";
import { IMDB_FILES } from "./imdb-files.js";
import { MOVIELENS_FILES } from "./movielens-files.js";
import { OTHER_FILES } from "./other-files.js";

/** In the order in which files of one dataset are to be read: titles before what speaks of them. */
const FORMATS: readonly FileFormat[] = [...OTHER_FILES, ...IMDB_FILES, ...MOVIELENS_FILES];

/**
 * Looks at the first bytes of every file, and finds out what they are. Files of a folder or an archive that are of no known format
 * (README.txt) are left out and listed; one that was named itself is not. Throws BAD_USER_INPUT that says what was seen, what is known
 * and what to type.
 */
export async function openDataset(options: OpenDatasetOptions): Promise<OpenDataset> {
  const files = await findFiles(options.paths, options.stdin ?? process.stdin);
  const known: { seen: SeenFile; format: FileFormat }[] = [];
  const unknown: SeenFile[] = [];
  for (const file of files) {
    const seen = { file, head: fileHead(file.name, await firstBytes(file)) };
    const format = FORMATS.find((candidate) => isOf(candidate, options.kind) && candidate.recognises(seen.head));
    if (format === undefined) unknown.push(seen);
    else known.push({ seen, format });
  }
  const [first] = known;
  const named = unknown.find((seen) => seen.file.named);
  if (named !== undefined) throw notKnown(named, options.kind);
  if (first === undefined) throw nothingKnown(unknown, options);
  const { kind } = first.format;
  const other = known.find(({ format }) => format.kind !== kind);
  if (other !== undefined) {
    const what = `${first.seen.file.name} is of ${kind}, and ${other.seen.file.name} of ${other.format.kind}`;
    throw new AppError("BAD_USER_INPUT", `${what}: load one kind at a time, or name the one to take.`);
  }
  const stages = FORMATS.flatMap((format) =>
    format.stages(
      known.filter((one) => one.format === format).map((one) => one.seen),
      options,
    ),
  );
  return { kind, stages, ignored: unknown.map((seen) => seen.file.name) };
}

const isOf = (format: FileFormat, kind: DatasetKind | null) => kind === null || format.kind === kind;

function notKnown(seen: SeenFile, kind: DatasetKind | null): AppError {
  const saw = `${seen.file.name} is no file of ${kind ?? "any known kind"}. It begins: ${beginningOf(seen)}`;
  return new AppError("BAD_USER_INPUT", `${saw}\n${whatIsKnown(kind)}`);
}

function nothingKnown(unknown: readonly SeenFile[], options: OpenDatasetOptions): AppError {
  const { paths, kind } = options;
  if (unknown.length === 0) return new AppError("BAD_USER_INPUT", `There are no files in ${paths.join(", ")}.`);
  const names = unknown.slice(0, 10).map((seen) => `  ${seen.file.name}: ${beginningOf(seen)}`);
  const what = `Nothing in ${paths.join(", ")} is of ${kind ?? "any known kind"}. There is:`;
  return new AppError("BAD_USER_INPUT", [what, ...names, whatIsKnown(kind)].join("\n"));
}

function whatIsKnown(kind: DatasetKind | null): string {
  const lines = FORMATS.filter((format) => isOf(format, kind)).map((format) => `  ${format.kind}  ${format.describes}`);
  const told =
    kind === null ? "" : `\nFor another kind name it, or none to have it found out: ${DATASET_KINDS.join(", ")}.`;
  return `Known are:\n${lines.join("\n")}${told}`;
}

function beginningOf({ file, head }: SeenFile): string {
  if (head.text === "") return file.bytes === 0 ? "(it is empty)" : "(nothing could be read)";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would disturb a terminal
  return JSON.stringify(head.firstLine.replace(/[\u0000-\u001f\ufffd]+/g, " ").slice(0, 120));
}
