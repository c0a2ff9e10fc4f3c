import { z } from "zod";
import {
  FindingSeverity,
  MAX_FINDING_LENGTH,
  MAX_MENDED,
  MAX_NAME_LENGTH,
  MAX_REVIEW_FINDINGS,
  type Review,
  type ReviewFinding,
  Suggestion,
} from "./review.ts";

/** A longer file, or a longer answer, isn't looked at. */
export const MAX_REVIEW_BYTES = 512 * 1024;

const Written = z.object({ findings: z.array(z.unknown()), mended: z.array(z.unknown()).catch([]) });

/** Code alone says nothing of what it replaces. */
const WrittenCode = Suggestion.shape.code.transform((code) => ({ code, replaces: null }));

/** What agents get wrong of it and what can be understood all the same is taken. */
const WrittenFinding = z.object({
  file: z
    .string()
    .trim()
    .transform((path) => path.replace(/^(?:\.\/)+/, ""))
    .pipe(z.string().min(1).max(1024))
    .nullable()
    .catch(null),
  line: z.int().positive().nullable().catch(null),
  startLine: z.int().positive().nullish().catch(undefined),
  side: z
    .string()
    .toUpperCase()
    .pipe(z.enum(["LEFT", "RIGHT"]))
    .nullish()
    .catch(undefined),
  suggestion: z
    .union([WrittenCode, Suggestion.extend({ replaces: Suggestion.shape.replaces.default(null) })])
    .nullish()
    .catch(undefined),
  severity: z.string().toLowerCase().pipe(FindingSeverity).catch("medium"),
  text: z
    .string()
    .trim()
    .min(1)
    .transform((text) => text.slice(0, MAX_FINDING_LENGTH)),
});

const FENCE = /^```(?:json)?[ \t]*$/;

/** The review in a text that is one, or that ends with one in a fence; null: there is none in it. */
export function readReview(text: string): Review | null {
  if (text.length > MAX_REVIEW_BYTES) {
    return null;
  }
  for (const candidate of [text, ...listFenced(text).toReversed()]) {
    const written = Written.safeParse(parse(candidate)).data;
    if (written !== undefined) {
      return { ...takeFindings(written.findings), ...takeMended(written.mended) };
    }
  }
  return null;
}

/** What stands between two fences. */
function listFenced(text: string): string[] {
  const blocks: string[] = [];
  let block: string[] | null = null;
  for (const line of text.split("\n")) {
    if (FENCE.test(line)) {
      if (block !== null) {
        blocks.push(block.join("\n"));
      }
      block = block === null ? [] : null;
    } else {
      block?.push(line);
    }
  }
  return blocks;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function takeFindings(written: unknown[]): Review {
  const rank = ({ severity }: ReviewFinding) => FindingSeverity.options.indexOf(severity);
  const findings = written
    .flatMap((finding) => WrittenFinding.safeParse(finding).data ?? [])
    .map(takeFinding)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MAX_REVIEW_FINDINGS);
  return { findings, leftOut: written.length - findings.length };
}

const Name = z.string().trim().min(1).max(MAX_NAME_LENGTH);

function takeMended(written: unknown[]): Pick<Review, "mended"> {
  const names = written.flatMap((name) => Name.safeParse(name).data ?? []).slice(0, MAX_MENDED);
  return names.length === 0 ? {} : { mended: [...new Set(names)] };
}

/** Without a file there is no line, and without a line there is nothing to suggest. */
function takeFinding({ startLine, side, suggestion, ...finding }: z.output<typeof WrittenFinding>): ReviewFinding {
  const line = finding.file === null ? null : finding.line;
  if (line === null) {
    return { ...finding, line };
  }
  return {
    ...finding,
    line,
    ...(startLine == null || startLine === line ? {} : { startLine }),
    ...(side === "LEFT" ? { side } : {}),
    ...(suggestion == null ? {} : { suggestion }),
  };
}
