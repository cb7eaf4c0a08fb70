import { setTimeout as wait } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Between two questions to a process that is busy with what is asked about: without it, it would do little but answer. */
export const lookAgain = (): Promise<void> => wait(LOOK_EVERY_MS);
