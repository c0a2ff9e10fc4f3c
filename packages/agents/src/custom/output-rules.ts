import { settingsObject } from "@catalyst/core";
import { z } from "zod";

const MAX_RULES = 50;
const Path = z
  .string("must be a path such as message.text")
  .regex(
    /^[\w$-]+(\.[\w$-]+){0,19}$/,
    "must be names, or numbers of a list, with dots between, such as message.0.text",
  );
const Wanted = z.union([z.string(), z.number(), z.boolean(), z.null()], "must be a text, number, true, false or null");
const Conditions = z.record(Path, Wanted, {
  error: (issue) =>
    issue.code === "invalid_type" ? "must be paths, each with the value that it must have" : undefined,
});

/** One path, or several of which the first that is there counts. */
const Paths = z.union([Path, z.array(Path).min(1).max(20)], "must be a path or a list of paths");
/** A path to true or an exit code other than 0, or conditions. */
const IsError = z.union([Path, Conditions], "must be a path, or paths each with the value that means an error");

/** What a line of JSON means. Values are paths into the line; `item` is the current one of the list at `each`. */
export const OutputRule = settingsObject({
  when: Conditions.optional(),
  each: Path.optional(),
  session: Path.optional(),
  message: Path.optional(),
  thinking: Path.optional(),
  toolCall: settingsObject({ id: Path, tool: Path, summary: Paths }).optional(),
  toolResult: settingsObject({ id: Path, text: Path, isError: IsError.optional() }).optional(),
  usage: settingsObject({
    inputTokens: Path,
    outputTokens: Path,
    cacheReadTokens: Path.optional(),
    cacheWriteTokens: Path.optional(),
  }).optional(),
  plan: Path.optional(),
  summary: Path.optional(),
  error: Path.optional(),
}).refine(
  ({ when: _when, each: _each, ...meanings }) => Object.keys(meanings).length > 0,
  "says nothing: give session, message, thinking, toolCall, toolResult, usage, plan, summary or error",
);
export type OutputRule = z.infer<typeof OutputRule>;

const Pattern = z.string("must be a regular expression").refine(isPattern, "is no regular expression");

function isPattern(source: string): boolean {
  try {
    new RegExp(source, "u");
    return true;
  } catch {
    return false;
  }
}

/** What the CLI prints: text for people, or one JSON object a line with what it means. */
export const OutputFormat = z.discriminatedUnion(
  "format",
  [
    settingsObject({
      format: z.literal("text"),
      /** Lines that mean a failure, for a CLI that ends with exit code 0 all the same. */
      errors: z.array(Pattern, "must be a list of regular expressions").max(MAX_RULES).default([]),
    }),
    settingsObject({
      format: z.literal("jsonl"),
      events: z.array(OutputRule, "must be a list of rules").min(1, "must hold a rule").max(MAX_RULES),
    }),
  ],
  { error: () => "must have a format: text or jsonl" },
);
export type OutputFormat = z.infer<typeof OutputFormat>;
