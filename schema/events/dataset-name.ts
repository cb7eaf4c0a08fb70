import { z } from "zod";

/** The name that a dataset is kept under, and its id: its users' ids begin with it. */
export const datasetName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
