import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

/** The public profile of a user, whether they have an account or are known from a dataset alone. */
export const UserProfileChanged = defineEvent({
  type: "UserProfileChanged",
  version: 1,
  topic: TOPICS.users,
  shape: { userId: z.string().min(1).max(200), name: z.string().min(1).max(200) },
  key: (event) => event.userId,
});
export type UserProfileChanged = z.output<typeof UserProfileChanged.schema>;
