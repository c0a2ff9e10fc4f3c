import type { CatalystError } from "../catalyst-error.ts";

/** How many of something somebody may have. Whoever stores one counts under a lock: of many asked for at once as many are made as fit. */
export interface CountLimit {
  most: number;
  /** What is said where there are as many. */
  refuse(): CatalystError;
}

/** Throws what the limit says where there are as many already. */
export function checkCount(count: number, { most, refuse }: CountLimit): void {
  if (count >= most) {
    throw refuse();
  }
}
