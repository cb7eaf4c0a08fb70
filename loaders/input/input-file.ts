/** A file to read, wherever it lies: on the disk, in an archive, at standard input. */
export interface InputFile {
  /** For a person, and unique among those read together: the path below what was given, an archive's name before its entry's. */
  name: string;
  /** Its size as it lies there; null where nobody knows. */
  bytes: number | null;
  /** Whether it was asked for by its own name: it may not be left out then. */
  named: boolean;
  /** Its bytes from the start, as they lie there: not unpacked. Standard input can be read once. */
  open(signal?: AbortSignal): AsyncIterable<Buffer>;
  /** Up to 64 KiB of its start. */
  head(): Promise<Buffer>;
  /** Changes when the content does; null where it can't be known. */
  fingerprint(): Promise<string | null>;
}

export const HEAD_BYTES = 65_536;

/** Thrown behind the last bytes of an input that ends early: what came before can be used. */
export class InputCutShort extends Error {
  override name = "InputCutShort";
}
