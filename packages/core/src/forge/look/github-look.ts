import { z } from "zod";
import { GitHubId } from "../app/github-app.ts";
import { ListMark } from "./list-mark.ts";

/** What is looked at again and again: what an App was told in vain, or what happens in a repository. */
export const LookSubject = z.enum(["deliveries", "repository"]);
export type LookSubject = z.infer<typeof LookSubject>;

/** How far the lists of a repository were read, by their names. */
export const LookMarks = z.record(z.string().max(100), ListMark);
export type LookMarks = z.infer<typeof LookMarks>;

/** Where something is looked at, and how far that went. */
export const GitHubLook = z.object({
  id: z.uuid(),
  /** Our id of the App. */
  appId: z.uuid(),
  subject: LookSubject,
  /** Of `repository`. */
  installationId: GitHubId.nullable(),
  repositoryId: GitHubId.nullable(),
  marks: LookMarks,
  /** How often it was begun: whoever was slow is known by it. */
  claims: z.int().nonnegative(),
  /** How often in a row it failed. */
  failures: z.int().nonnegative(),
  /** When something was last found; null: never. */
  foundAt: z.date().nullable(),
});
export type GitHubLook = z.infer<typeof GitHubLook>;

/** What a look came to. */
export type LookOutcome = {
  dueAt: Date;
} & (
  | { kind: "looked"; marks: LookMarks; hasFound: boolean }
  /** A reason has 300 characters at most, and no words of strangers. */
  | { kind: "failed"; reason: string }
);
