import { CatalystError } from "../../catalyst-error.ts";
import type { TaskContext } from "../task.ts";

const MAX_TITLE_LENGTH = 1000;
/** Of a prompt whose first line isn't its title as it is. */
const CUT_TITLE_LENGTH = 100;
const LEAST_TITLE_LENGTH = 60;
const MAX_BODY_LENGTH = 256 * 1024;

type TaskText = Pick<TaskContext, "title" | "body">;

/** The first line of a prompt is the title. A script is kept whole in the body, because it is run as it is. */
export function readPrompt(prompt: string, { isScript }: { isScript: boolean }): TaskText {
  const text = prompt.trim();
  if (text === "") {
    throw new CatalystError("invalid_input", "Starting the task failed: the prompt is empty.", {
      way: { kind: "write_prompt" },
    });
  }
  const firstLine = text.split("\n", 1)[0] as string;
  if (isScript || firstLine.length > MAX_TITLE_LENGTH) {
    return checkTaskText({ title: cutTitle(firstLine.trimEnd()), body: text }, "the prompt");
  }
  return checkTaskText({ title: firstLine.trim(), body: text.slice(firstLine.length).trim() }, "the prompt");
}

/** After a word, if one ends late enough, with a sign that there is more. */
function cutTitle(line: string): string {
  if (line.length <= CUT_TITLE_LENGTH) {
    return line;
  }
  const most = line.slice(0, CUT_TITLE_LENGTH - 1);
  const words = /\s/.test(line.charAt(CUT_TITLE_LENGTH - 1)) ? most.trimEnd() : most.replace(/\s+\S*$/, "");
  return `${(words.length < LEAST_TITLE_LENGTH ? most : words).toWellFormed()}…`;
}

/** Throws `invalid_input` for what is too long. */
export function checkTaskText(text: TaskText, where: string): TaskText {
  if (text.title.length > MAX_TITLE_LENGTH || text.body.length > MAX_BODY_LENGTH) {
    throw new CatalystError(
      "invalid_input",
      `Reading ${where} failed: a title may have ${MAX_TITLE_LENGTH} characters and a body ${MAX_BODY_LENGTH}. Shorten it.`,
    );
  }
  return text;
}
