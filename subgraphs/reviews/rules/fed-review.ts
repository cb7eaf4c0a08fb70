/** Whether reviewAdded tells of a change: it looks only at what the change carries, so live and replayed say the same. */
export function isFedReview(change: { origin: "live" | "import"; kind: string; review: unknown }): boolean {
  return change.origin === "live" && (change.kind === "ADDED" || change.kind === "REPLACED") && change.review !== null;
}
