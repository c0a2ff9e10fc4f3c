import { ROUTES } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";
import { z } from "zod";
import { Note, UNTRUSTED } from "../output/note.ts";
import { TaskView, viewOf } from "../output/task-view.ts";
import { defineTool } from "../tool.ts";
import { OnceKey } from "./task-reference.ts";

const Asked = ROUTES.createTask.request.body;

/** Without keys, which no model is to see, and without what only a person can vouch for. */
const Said = Asked.omit({ repository: true, source: true, keys: true, ownKeysFirst: true, trustBase: true });

export const createTask = defineTool({
  title: "Create a task",
  description:
    "Has a coding agent work on a repository in an isolated environment, review a branch or pull request, or resolve an issue. Answers at once; wait_task waits for the end. What isn't said is decided by the project's settings.",
  operations: ["createTask"],
  effect: "changes",
  input: Said.extend({
    repository: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .describe(
        "Its https address, or what a registered one is called (its name of list_repositories); on your own machine its folder instead, which is the present one where nothing is said",
      ),
    prompt: z
      .string()
      .max(1024 * 1024)
      .optional()
      .describe("What is wanted; of a review, what to look at above all"),
    reviewOf: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe("A branch, tag or commit that is reviewed and not changed"),
    subject: z
      .strictObject({ url: z.url({ protocol: /^https$/ }).max(2048), work: z.enum(["issue", "review", "fix"]) })
      .optional()
      .describe(
        "An issue or pull request at its address, which says the repository, too: an issue is resolved, a pull request reviewed; a fix goes onto its branch. The prompt says what its page doesn't",
      ),
    idempotencyKey: OnceKey,
  }).strict(),
  output: z.object({ task: TaskView, note: Note }),
  async run({ repository, prompt, reviewOf, subject, idempotencyKey, ...said }, { client, nameRepository, signal }) {
    const source = nameSource({ prompt, reviewOf, subject });
    const isElsewhere = subject !== undefined && repository === undefined;
    const body = { ...said, source, repository: isElsewhere ? null : await nameRepository(repository ?? null) };
    const task = await client.call("createTask", { body }, { signal, idempotencyKey });
    return { task: viewOf(task), note: UNTRUSTED };
  },
});

interface Source {
  prompt: string | undefined;
  reviewOf: string | undefined;
  subject: { url: string; work: "issue" | "review" | "fix" } | undefined;
}

function nameSource({ prompt, reviewOf, subject }: Source): z.input<typeof Asked.shape.source> {
  if (reviewOf !== undefined && subject !== undefined) {
    throw new CatalystError("invalid_input", "Creating a task failed: reviewOf and subject are different tasks.");
  }
  if (subject !== undefined) {
    return { kind: "subject", ...subject, text: prompt ?? "" };
  }
  if (reviewOf !== undefined) {
    return { kind: "review", head: reviewOf, text: prompt ?? "" };
  }
  if (prompt === undefined) {
    throw new CatalystError("invalid_input", "Creating a task failed: it isn't said what is wanted.", {
      way: { kind: "write_prompt" },
    });
  }
  return { kind: "prompt", text: prompt };
}
