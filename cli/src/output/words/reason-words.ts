import type { FailureReason } from "@catalyst/core";

/** Why a task failed, where its name isn't words enough. */
const WORDS: Partial<Record<FailureReason, string>> = {
  branch_conflict: "the branch could not be made",
  branch_moving: "the branch keeps moving",
  repo_rules: "the repository's rules refused the branch",
  secret_found: "the repository found what looks like a secret",
  work_not_taken: "the agent's work could not be taken",
  storage_full: "the disk is full",
};

export function reasonWords(reason: FailureReason | null): string {
  const known = reason ?? "internal_error";
  return WORDS[known] ?? known.replaceAll("_", " ");
}
