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
  | { outcome: "ROTATED"; userId: string }
  /** Used before: the family has been ended. */
  | { outcome: "REUSED"; userId: string }
  /** Never given out, ended or expired. */
  | { outcome: "UNKNOWN" };
