import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** The user is gone from lookups and still resolvable as an entity. */
export const UserRetired = defineEvent({
  type: "UserRetired",
  version: 1,
  topic: TOPICS.users,
  shape: { userId: z.string().min(1).max(200) },
  key: (event) => event.userId,
});
export type UserRetired = z.output<typeof UserRetired.schema>;
