import { z } from "zod";

/** More is counted only. */
export const MAX_REVIEW_FINDINGS = 50;
/** Longer text of a finding is cut. */
export const MAX_FINDING_LENGTH = 4000;

/** More names of earlier findings aren't read. */
export const MAX_MENDED = 100;
export const MAX_NAME_LENGTH = 40;

export const FindingSeverity = z.enum(["critical", "high", "medium", "low"]);
export type FindingSeverity = z.infer<typeof FindingSeverity>;

/** Longer code that is suggested isn't taken. */
const MAX_SUGGESTION_LENGTH = 8000;

/** Lines in the place of those of a finding. */
export const Suggestion = z.object({
  code: z.string().max(MAX_SUGGESTION_LENGTH),
  /** What its agent says stands there; null: it doesn't say. */
  replaces: z.string().max(MAX_SUGGESTION_LENGTH).nullable(),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** One thing that an agent found in a change: untrusted text, as all that agents write. */
export const ReviewFinding = z.object({
  /** Its path in the repository; null: it concerns the change as a whole. */
  file: z.string().max(1024).nullable(),
  /** Of the file at the reviewed commit, counted from 1; null: the file as a whole. */
  line: z.int().positive().nullable(),
  /** The first of several lines, the last of which is `line`; absent: it is one line. */
  startLine: z.int().positive().optional(),
  /** Where its lines are counted: before the change, or after it; absent: after it. */
  side: z.enum(["LEFT", "RIGHT"]).optional(),
  severity: FindingSeverity,
  text: z
    .string()
    .min(1)
    .max(64 * 1024),
  suggestion: Suggestion.optional(),
});
export type ReviewFinding = z.infer<typeof ReviewFinding>;

/** What an agent found in a change. */
export const Review = z.object({
  /** The most serious first. */
  findings: z.array(ReviewFinding).max(MAX_REVIEW_FINDINGS),
  /** How many more there were, beyond the bound or not in the form that was asked for. */
  leftOut: z.int().nonnegative(),
  /** What was said of the change before and is mended by now, as its agent sees it: the names that it was told of. */
  mended: z.array(z.string().max(MAX_NAME_LENGTH)).max(MAX_MENDED).optional(),
});
export type Review = z.infer<typeof Review>;
