import type { Role } from "@marquee/platform/subgraph/subgraph-endpoint.js";

/** Who can sign in. No fact for a log: it lives here alone. */
export interface CredentialStore {
  /** Takes the e-mail for this account, whole or not at all. False when another account has it. */
  claim(credential: NewCredential): Promise<boolean>;
  /** Gives the e-mail of an account back whose profile was never published; changes nothing otherwise. */
  release(userId: string): Promise<void>;
  /** The account's profile is in the log. */
  markPublished(userId: string): Promise<void>;
  findByEmail(email: string): Promise<Credential | null>;
  /** In any order; users without an account are left out. */
  findByUserIds(userIds: readonly string[]): Promise<Credential[]>;
  /** Accounts whose profile may be missing from the log, oldest first. */
  findUnpublished(limit: number): Promise<Credential[]>;
  hasAdmin(): Promise<boolean>;
}

export interface NewCredential {
  userId: string;
  /** Normalised. */
  email: string;
  /** For when the profile is not folded yet. */
  name: string;
  passwordHash: string;
  roles: readonly Role[];
  /** Milliseconds since 1970. */
  createdAt: number;
}

export interface Credential extends NewCredential {
  published: boolean;
}
