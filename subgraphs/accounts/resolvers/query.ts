import type { QueryResolvers } from "../generated/resolvers.js";
import type { ProfileStore } from "../store/profile-store.js";

export function queryResolvers({ profiles }: { profiles: ProfileStore }): QueryResolvers {
  return {
    async user(_root, { id }, { users }) {
      const user = await users.load(id);
      return user?.retired === true ? null : user;
    },
    viewer: (_root, _args, { viewer, users }) => (viewer === null ? null : users.load(viewer.userId)),
    statistics: async () => ({ users: await profiles.count() }),
  };
}
