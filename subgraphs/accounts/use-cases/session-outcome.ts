import type { UserModel } from "../models.js";

export interface Session {
  accessToken: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  refreshToken: string;
  user: UserModel;
}

export interface SessionOutcome {
  session: Session | null;
  userErrors: SessionMistake[];
}

export interface SessionMistake {
  code: "INVALID" | "TAKEN" | "WRONG_CREDENTIALS";
  field: string[] | null;
  message: string;
}

export function refused(...userErrors: SessionMistake[]): SessionOutcome {
  return { session: null, userErrors };
}
