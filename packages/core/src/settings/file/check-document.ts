import type { z } from "zod";
import { CatalystError } from "../../catalyst-error.ts";
import type { Way } from "../../way.ts";
import { describeIssue } from "../settings-object.ts";
import type { ParsedDocument, Place } from "./parsed-document.ts";

const MAX_SHOWN = 20;

export interface CheckedFile<Schema extends z.ZodType> {
  document: ParsedDocument;
  schema: Schema;
  /** The file as people know it. */
  file: string;
  /** Where it was read, for example `at main`. */
  where: string;
  /** What can be done about its problems. */
  way: Way;
}

/** The file's content. Throws `invalid_configuration` that names every problem with line, column and setting. */
export function checkDocument<Schema extends z.ZodType>(checked: CheckedFile<Schema>): z.output<Schema> {
  const { document, schema } = checked;
  if (document.problems.length > 0) {
    throw refuse(
      checked,
      document.problems.map((problem) => ({ place: problem, text: problem.message })),
    );
  }
  const parsed = schema.safeParse(document.value ?? {});
  if (parsed.success) {
    return parsed.data;
  }
  throw refuse(checked, parsed.error.issues.map((issue) => locateIssue(issue, document)).toSorted(byPlace));
}

/** From the top; what has no place comes first. */
function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}

interface Problem {
  place: Place | null;
  text: string;
}

function locateIssue(issue: z.core.$ZodIssue, document: ParsedDocument): Problem {
  const name = issue.path.map(String).join(".").slice(0, 100);
  const text = name === "" ? describeIssue(issue) : `${name}: ${describeIssue(issue)}`;
  if (issue.code === "unrecognized_keys") {
    return { place: document.locate([...issue.path, issue.keys[0] as string], "name"), text };
  }
  return { place: document.locate(issue.path, issue.code === "invalid_key" ? "name" : "value"), text };
}

function refuse({ file, where, way }: CheckedFile<z.ZodType>, problems: Problem[]): CatalystError {
  const lines = problems
    .slice(0, MAX_SHOWN)
    .map(({ place, text }) => `  ${file}${place === null ? "" : `:${place.line}:${place.column}`}: ${text}`);
  const more = problems.length > MAX_SHOWN ? [`  … and ${problems.length - MAX_SHOWN} more`] : [];
  return new CatalystError(
    "invalid_configuration",
    [`Reading ${file} ${where} failed:`, ...lines, ...more].join("\n"),
    { way },
  );
}
