// What of a checkout, and of the packages below it, a process can ever load.

const NEVER_LOADED = /\.map$|\.d\.[cm]?ts$|\.tsbuildinfo$/;
const SOURCE = /\.[cm]?tsx?$|(^|\/)tsconfig[^/]*\.json$|\.md$|(^|\/)testing\//;
const LICENCE = /(^|\/)(licen[cs]e|notice|copying)[^/]*$/i;
const OTHER_LIBC = /(^|\/)@libsql\/[^/]+-musl\//;

/** For files of a workspace, relative to it, its node_modules left aside. Data beside the sources belongs to it. */
export function isRuntimeFile(path: string): boolean {
  if (NEVER_LOADED.test(path)) return false;
  return path.startsWith("dist/") || !SOURCE.test(path);
}

/** For files of packages, relative to node_modules. Licences stay: their texts have to travel with the code. */
export function isRuntimePackageFile(path: string): boolean {
  if (OTHER_LIBC.test(path)) return false;
  if (LICENCE.test(path)) return true;
  return !NEVER_LOADED.test(path) && !/\.[cm]?tsx?$|\.(md|markdown)$/.test(path);
}
