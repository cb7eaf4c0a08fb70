import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";

/** Reading too: names of files and what failed with them are for those who run the place. Throws UNAUTHENTICATED or FORBIDDEN. */
export function requireAdmin(viewer: Viewer | null): void {
  if (viewer === null) throw new AppError("UNAUTHENTICATED", "Sign in as an administrator to see or change datasets.");
  if (!viewer.roles.includes("ADMIN")) {
    throw new AppError("FORBIDDEN", "Only administrators may see or change datasets.");
  }
}
