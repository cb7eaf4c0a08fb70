import { open, rename } from "node:fs/promises";

/** Writes a file anew and durably: whoever reads it finds all of the old text or all of the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, "w");
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
