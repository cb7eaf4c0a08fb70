/** A user as the resolvers see one. */
export interface UserModel {
  id: string;
  name: string;
  /** Gone from lookups, still resolvable as an entity. */
  retired: boolean;
}
