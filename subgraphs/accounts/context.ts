import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import DataLoader from "dataloader";
import type { UserModel } from "./models.js";
import type { CredentialStore } from "./store/credential-store.js";
import type { ProfileStore } from "./store/profile-store.js";

/** What the resolvers of one operation share. */
export interface SubgraphContext {
  viewer: Viewer | null;
  /** Whatever an operation asks for by id at one moment is one call to the store. Retired users are found too. */
  users: UserLoader;
}

export type UserLoader = Pick<DataLoader<string, UserModel | null>, "load">;

/** Someone who has just registered may have no profile yet; the account then gives the name, in one more call for all of them. */
export function createUserLoader(profiles: ProfileStore, credentials: CredentialStore): UserLoader {
  return new DataLoader(async (ids: readonly string[]) => {
    const users = new Map((await profiles.findByIds(ids)).map((user) => [user.id, user]));
    const missing = ids.filter((id) => !users.has(id));
    const accounts = missing.length === 0 ? [] : await credentials.findByUserIds(missing);
    for (const { userId: id, name } of accounts) users.set(id, { id, name, retired: false });
    return ids.map((id) => users.get(id) ?? null);
  });
}
