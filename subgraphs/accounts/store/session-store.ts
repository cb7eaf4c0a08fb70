/**
 * Refresh tokens, by hash. Each is good once: rotating it makes its successor in the same family. One that is shown again was
 * copied, and as nobody can tell by whom, its family ends.
 */
export interface SessionStore {
  /** The first token of a new family. */
  start(session: NewSession): Promise<void>;
  rotate(rotation: Rotation): Promise<RotationOutcome>;
  /** Ends the token's family. False when there is none, or the token has expired. `now` in milliseconds since 1970. */
  end(tokenHash: string, now: number): Promise<boolean>;
  /** Those of these families that are over: ended, or without a token that works; an expired one may be told a day late. `now` in milliseconds since 1970. */
  ended(familyIds: readonly string[], now: number): Promise<string[]>;
}

export interface NewSession {
  familyId: string;
  userId: string;
  tokenHash: string;
  /** Milliseconds since 1970. */
  now: number;
  expiresAt: number;
}

export interface Rotation {
  tokenHash: string;
  successorHash: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Of the successor. */
  expiresAt: number;
}

export type RotationOutcome =
  | { outcome: "ROTATED"; userId: string; familyId: string }
  /** Used before: the family has been ended. */
  | { outcome: "REUSED"; userId: string }
  /** Never given out, ended or expired. */
  | { outcome: "UNKNOWN" };
