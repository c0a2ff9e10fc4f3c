import { settingsObject } from "@catalyst/core";
import { z } from "zod";
import { OutputFormat } from "./output-rules.ts";

const MAX_ARGS = 100;

/** Stays below the folder that it is put into. */
const RelativePath = z
  .string("must be a path")
  .min(1, "must be a path")
  .max(255)
  .refine(
    (path) => !/[\0\\]/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== ".."),
    "must be a path without a leading slash and without ..",
  );
const Text = z
  .string("must be text: put numbers, true and false in quotes")
  .max(64 * 1024, "is too long")
  .refine((text) => !text.includes("\0"), "must not hold a zero character");
const Args = z.array(Text, "must be a list of arguments").max(MAX_ARGS);
const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, "a variable's name is letters, digits and underscores, not a digit first");

/** One of npm and pypi: an exact version of a package. */
const Install = settingsObject({
  npm: z
    .string("must be the name of a package")
    .regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]{0,200}$/, "must be the name of a package on npm")
    .optional(),
  pypi: z
    .string("must be the name of a package")
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,200}(\[[A-Za-z0-9,._-]+\])?$/, "must be the name of a package on PyPI")
    .optional(),
  version: z
    .string("must be text: put it in quotes")
    .regex(/^\d+(\.\d+)*([a-z]+\d+|\.(post|dev)\d+|-[0-9A-Za-z.-]+)?$/, "must be one exact version, such as 1.2.3"),
  pythonVersions: z
    .array(z.string("must be text: put it in quotes").regex(/^3\.\d{1,2}$/, "must be a version such as 3.12"))
    .min(1)
    .optional(),
});

export const Definition = settingsObject({
  name: z
    .string("must be a name for people")
    .max(50, "must be at most 50 characters")
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{P} ]*$/u, "must be a name for people: letters, digits, blanks"),
  /** null: every environment has it. */
  install: Install.nullable().default(null),
  /** A path in the installation; without one, a program that environments have. */
  command: z
    .string("must be a path or a program's name")
    .min(1)
    .max(255)
    .regex(/^[^\0\s]+$/, "must hold no blank"),
  /** What asks the executable for its version. */
  versionArgs: Args.default(["--version"]),
  args: Args.default([]),
  /** For work, and not for plans. */
  workArgs: Args.default([]),
  /** The CLI's own plan mode. */
  planArgs: Args.optional(),
  /** Where a model is known. */
  modelArgs: Args.default([]),
  /** How it goes on in a session of its own. */
  resumeArgs: Args.optional(),
  /** Below HOME: what going on in a session needs. */
  sessionPaths: z.array(RelativePath, "must be a list of paths").max(20).default([]),
  /** In a repository: what it reads as instructions or settings, as in `AgentDefinition`. */
  instructionPaths: z.array(RelativePath, "must be a list of paths").max(50).default([]),
  /** A variable whose value isn't known this time is left out. */
  env: z
    .record(VariableName, Text, {
      error: (issue) => (issue.code === "invalid_type" ? "must be variables, each with its name" : undefined),
    })
    .default({}),
  /** Written below HOME before each start. */
  files: z
    .record(RelativePath, Text, {
      error: (issue) => (issue.code === "invalid_type" ? "must be paths, each with its text" : undefined),
    })
    .default({}),
  prompt: z.enum(["stdin", "argument", "file"], "must be stdin, argument or file"),
  dialect: z.enum(
    ["anthropic", "openai-responses", "openai-chat", "gemini", "ollama"],
    "must be anthropic, openai-responses, openai-chat, gemini or ollama",
  ),
  /** The model where nobody names one; null: the CLI has a default of its own. */
  model: z.string("must be a model's name").min(1).max(255).nullable().default(null),
  output: OutputFormat,
});
export type CustomAgent = z.infer<typeof Definition>;
