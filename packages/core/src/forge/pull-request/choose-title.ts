/** How many of the pull requests that were merged last are looked at. */
export const LOOKED_TITLES = 20;
/** Fewer tell of no habit. */
const MIN_TITLES = 3;

/** `feat(upload)!: retry`, as far as it is read by machines. */
const CONVENTIONAL = /^[a-z]{2,20}(?:\([^()\s][^()]{0,50}\))?!?: \S/;

interface Proposed {
  /** What the task is called. */
  title: string;
  /** Of the result's commits, the oldest first: by the agent. */
  subjects: readonly string[];
  /** Of pull requests that were merged last. */
  merged: readonly string[];
}

/**
 * What a pull request is called: as its task, or, where those of the repository name a kind of change (Conventional Commits), as the first of its commits that does, which
 * is what its agent proposes.
 */
export function chooseTitle({ title, subjects, merged }: Proposed): string {
  const isHabit =
    merged.length >= MIN_TITLES && merged.filter((one) => CONVENTIONAL.test(one)).length * 2 > merged.length;
  const proposed = subjects.find((subject) => CONVENTIONAL.test(subject));
  return isHabit && !CONVENTIONAL.test(title) && proposed !== undefined ? proposed : title;
}
