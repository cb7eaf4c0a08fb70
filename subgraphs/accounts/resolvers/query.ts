import type { QueryResolvers } from "../generated/resolvers.js";
import type { ProfileStore } from "../store/profile-store.js";
import type { AccountServices } from "../use-cases/account-services.js";
import { endedSessions } from "../use-cases/ended-sessions.js";

export function queryResolvers(services: AccountServices & { profiles: ProfileStore }): QueryResolvers {
  return {
    async user(_root, { id }, { users }) {
      const user = await users.load(id);
      return user?.retired === true ? null : user;
    },
    viewer: (_root, _args, { viewer, users }) => (viewer === null ? null : users.load(viewer.userId)),
    endedSessions: (_root, { ids }) => endedSessions(services, ids),
    statistics: async () => ({ users: await services.profiles.count() }),
  };
}
