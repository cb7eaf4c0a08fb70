/** Where the socket of a data folder lies, and how it is reached when that is further than a socket's address is long. */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** 104 on macOS and 108 on Linux, a closing zero included. */
const MAX_ADDRESS_BYTES = 103;

/** In a folder of its own, which only its owner may enter: there is no moment in which somebody else can connect. */
export function socketPath(dataDir: string): string {
  return join(resolve(dataDir), "shared", "log.sock");
}

/** Hands over an address that is short enough, good for as long as `use` runs: a socket stays what it is when the way to it is gone. */
export async function withShortPath<Result>(path: string, use: (address: string) => Promise<Result>): Promise<Result> {
  if (Buffer.byteLength(path) <= MAX_ADDRESS_BYTES) return use(path);
  const folder = await mkdtemp(join(tmpdir(), "marquee-"));
  try {
    const link = join(folder, "s");
    await symlink(dirname(path), link);
    return await use(join(link, "log.sock"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
