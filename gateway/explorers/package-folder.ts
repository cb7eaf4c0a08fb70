import { createRequire } from "node:module";
import { dirname } from "node:path";

/** This workspace's folder, whether the code runs from source or compiled. */
export const packageFolder = dirname(createRequire(import.meta.url).resolve("@marquee/gateway/package.json"));
