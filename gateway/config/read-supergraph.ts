import { readFile } from "node:fs/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { graphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";

/** The supergraph's SDL, from SUPERGRAPH_PATH or the one that comes with Marquee. Throws CONFIG_INVALID. */
export async function readSupergraph(path: string | undefined): Promise<string> {
  const file = path ?? graphqlFile("supergraph.graphql");
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new AppError("CONFIG_INVALID", `The supergraph ${file} can't be read; check SUPERGRAPH_PATH.`, { cause });
  }
}
