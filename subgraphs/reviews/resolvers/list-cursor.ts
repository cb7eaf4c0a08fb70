import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { ReviewPlace } from "../store/review-store.js";

/** `list` names the list that the cursor is good for. */
export function signPlace(cursors: CursorSigner, list: string, { helpfulness, createdAt, id }: ReviewPlace): string {
  return cursors.sign(list, [helpfulness, createdAt, id]);
}

/** Null without a cursor. Throws CURSOR_INVALID for one of another list. */
export function readPlace(cursors: CursorSigner, list: string, after: string | null | undefined): ReviewPlace | null {
  if (after == null) return null;
  const payload = cursors.verify(list, after);
  if (Array.isArray(payload)) {
    const [helpfulness, createdAt, id] = payload;
    if (typeof helpfulness === "number" && typeof createdAt === "number" && typeof id === "string") {
      return { helpfulness, createdAt, id };
    }
  }
  throw new AppError("CURSOR_INVALID", "This cursor is of an older form; start again without it.");
}
