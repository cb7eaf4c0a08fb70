// The variables of whatever listens.
import { z } from "zod";
import { port } from "./schemas.js";

export const hostVariable = {
  schema: z.string(),
  default: "127.0.0.1",
  doc: "The address that servers listen on; 0.0.0.0 for all.",
} as const;

/** @param what "the ratings subgraph" */
export function portVariable(what: string, defaultPort: number) {
  return { schema: port(), default: defaultPort, doc: `The port of ${what}; 0 lets the system choose.` };
}
