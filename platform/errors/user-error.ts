/** Something in a request that the caller can put right: the form of `UserError` in every subgraph. */
export interface UserErrorModel {
  code: "INVALID" | "NOT_FOUND" | "TAKEN" | "WRONG_CREDENTIALS" | "FORBIDDEN" | "CONFLICT";
  /** The path of the input field, null when no single field is at fault. */
  field: string[] | null;
  message: string;
}
