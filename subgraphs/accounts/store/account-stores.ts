import type { CredentialStore } from "./credential-store.js";
import type { ProfileFoldStore } from "./profile-fold-store.js";
import type { ProfileStore } from "./profile-store.js";
import type { SessionStore } from "./session-store.js";

/** Everything that accounts keep, whatever engine it is in: what serving needs and what projecting writes. */
export interface AccountStores {
  credentials: CredentialStore;
  sessions: SessionStore;
  profiles: ProfileStore;
  profileFold: ProfileFoldStore;
}
