import type { InputFile } from "../input/input-file.js";
import type { DatasetKind } from "../records/dataset-kind.js";
import type { ReadStage } from "../records/read-stage.js";
import type { FileHead } from "./file-head.js";

/** A file with what was seen of it. */
export interface SeenFile {
  file: InputFile;
  head: FileHead;
}

export interface StageOptions {
  limit?: number | undefined;
  encoding?: string | undefined;
}

/** One kind of file of a dataset. */
export interface FileFormat {
  kind: DatasetKind;
  /** For a person: what such a file is called and how it begins. */
  describes: string;
  recognises(head: FileHead): boolean;
  /** The stages of all such files that were given. Throws BAD_USER_INPUT when something is missing beside them. */
  stages(files: readonly SeenFile[], options: StageOptions): ReadStage[];
}
