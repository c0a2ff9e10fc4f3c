import { lstat, rm } from "node:fs/promises";
import {
  ENVIRONMENT_PATHS,
  MAX_ANSWERS_BYTES,
  MAX_REVIEW_BYTES,
  type Review,
  readAnswers,
  readReview,
  type ThreadAnswer,
} from "@catalyst/core";
import { readInBox } from "../box/read-in-box.ts";

/** Removes what stands in the files' places before the agent begins: a setup that runs what the change says may have put it there. */
export async function forgetOwnWords(): Promise<void> {
  await rm(ENVIRONMENT_PATHS.review, { recursive: true, force: true });
  await rm(ENVIRONMENT_PATHS.answers, { recursive: true, force: true });
}

/** What the agent found: in the file that it was to write, else in its last words; undefined: it is in neither. */
export async function readOwnReview(summary: string | null): Promise<Review | undefined> {
  const file = await readInBox(ENVIRONMENT_PATHS.review, MAX_REVIEW_BYTES);
  return readReview(file) ?? readReview(summary ?? "") ?? undefined;
}

/** What the agent said in the threads that it was told of; undefined: nothing. */
export async function readOwnAnswers(): Promise<ThreadAnswer[] | undefined> {
  // Most turns have none, and a process to read it in takes its time.
  if ((await lstat(ENVIRONMENT_PATHS.answers).catch(() => null)) === null) {
    return undefined;
  }
  const answers = readAnswers(await readInBox(ENVIRONMENT_PATHS.answers, MAX_ANSWERS_BYTES));
  return answers.length === 0 ? undefined : answers;
}
