import type { TitleRegistry } from "./title-registry.js";
export function openCassandraTitleRegistry(_: object): Promise<TitleRegistry> { throw new Error("stand-in"); }
