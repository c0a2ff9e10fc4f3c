import type { CountLimit } from "../account/count-limit.ts";

/** A limit that no test comes to. */
export const AMPLE: CountLimit = {
  most: Number.POSITIVE_INFINITY,
  refuse() {
    throw new Error("there are more than are without end");
  },
};
