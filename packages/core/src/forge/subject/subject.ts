/** An issue or a pull request as its forge shows it at one moment: text of strangers. */
export interface Subject {
  kind: "issue" | "pull_request";
  number: number;
  url: string;
  title: string;
  text: string;
  /** Who began it; null: an account that is there no more. */
  author: { id: string; login: string } | null;
  /** By their names; absent: they weren't looked at. */
  labels?: readonly string[];
  isOpen: boolean;
  isLocked: boolean;
  /** The repository takes nothing any more. */
  isArchived: boolean;
  /** Where the commits of a pull request are; null: it is an issue. */
  change: SubjectChange | null;
}

export interface SubjectChange {
  /** The commit that it had when it was read. */
  head: string;
  branch: string;
  base: string;
  /** Its commits are in another repository than its own, which nothing of ours is pushed to. */
  isFork: boolean;
  /** Absent: it isn't said. */
  isDraft?: boolean;
}
