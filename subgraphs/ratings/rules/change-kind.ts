export type ChangeKind = "ADDED" | "CHANGED" | "REMOVED";

export function changeKind(change: { score: number | null; previousScore: number | null }): ChangeKind {
  if (change.score === null) return "REMOVED";
  return change.previousScore === null ? "ADDED" : "CHANGED";
}
