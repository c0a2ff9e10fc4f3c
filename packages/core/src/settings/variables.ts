import { z } from "zod";

/** Set by the environment itself, or would change where the agent, git or the gateway's keys are looked for. */
const RESERVED = [
  /^(PATH|HOME|USER|SHELL|PWD|TERM|TMPDIR|LANG|ENV|BASH_ENV|IFS)$/,
  /^(CATALYST|GIT|LD)_/,
  /_PROXY$/i,
  /^(ANTHROPIC|CLAUDE|OPENAI|CODEX|GEMINI|GOOGLE_GEMINI|GOOGLE_GENAI|OPENROUTER|OLLAMA|AIDER|OPENCODE)_/,
];

/** The name of a variable that a project may set for hooks and agents. */
export const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, "a variable's name is letters, digits and underscores, not a digit first")
  .refine((name) => !isReserved(name), "the environment sets this variable itself; choose another name");

/** Whether the environment keeps this name for itself. */
function isReserved(name: string): boolean {
  return RESERVED.some((pattern) => pattern.test(name));
}

export const VariableValue = z
  .string("must be text: put numbers, true and false in quotes")
  .max(8192, "must be at most 8192 characters")
  .refine((value) => !value.includes("\0"), "must not hold a zero character");

/** Variables for hooks and agents; no place for secrets. */
export const Variables = z.record(VariableName, VariableValue, {
  error: (issue) => (issue.code === "invalid_type" ? "must be variables, each with its name" : undefined),
});
