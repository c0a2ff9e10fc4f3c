import { CatalystError } from "@catalyst/core";

const MAX_TITLE_LENGTH = 1000;
const MAX_BODY_LENGTH = 256 * 1024;
const HEADING = /^#{1,6}[ \t]+(.+?)[ \t]*#*$/;

export interface TaskText {
  title: string;
  body: string;
}

/** An issue from markdown: the first heading is the title, the rest the body. Without a heading, the first line is the title. */
export function readIssue(markdown: string, path: string): TaskText {
  const lines = markdown
    .replaceAll("\r\n", "\n")
    .replace(/^\ufeff/, "")
    .split("\n");
  const heading = findHeading(lines);
  const index = heading === -1 ? lines.findIndex((line) => line.trim() !== "") : heading;
  if (index === -1) {
    throw new CatalystError(
      "invalid_input",
      `Reading the issue from ${path} failed: the file is empty. Write a heading as its title and the description below it.`,
    );
  }
  const line = (lines[index] as string).trim();
  const title = HEADING.exec(line)?.[1] ?? line;
  return checkLength({ title, body: lines.toSpliced(index, 1).join("\n").trim() }, path);
}

/**
 * The first line of the prompt is the title. A script is kept whole in the body, because it is run as it is.
 */
export function readPrompt(prompt: string, { isScript }: { isScript: boolean }): TaskText {
  const text = prompt.trim();
  if (text === "") {
    throw new CatalystError(
      "invalid_input",
      'Starting the task failed: the prompt is empty. Say what is wanted: catalyst run "Fix the failing test"',
    );
  }
  const firstLine = text.split("\n", 1)[0] as string;
  if (isScript || firstLine.length > MAX_TITLE_LENGTH) {
    return checkLength({ title: firstLine.slice(0, 100), body: text }, "the prompt");
  }
  return checkLength({ title: firstLine.trim(), body: text.slice(firstLine.length).trim() }, "the prompt");
}

/** A line that begins with # inside a fenced block is code, not a heading. */
function findHeading(lines: string[]): number {
  let fence: string | null = null;
  for (const [index, line] of lines.entries()) {
    const marker = /^ {0,3}(```+|~~~+)/.exec(line)?.[1]?.slice(0, 3) ?? null;
    if (marker !== null) {
      fence = nextFence(fence, marker);
    } else if (fence === null && HEADING.test(line.trim())) {
      return index;
    }
  }
  return -1;
}

/** A block ends with the marker that it began with. */
function nextFence(open: string | null, marker: string): string | null {
  if (open === null) {
    return marker;
  }
  return open === marker ? null : open;
}

function checkLength(text: TaskText, where: string): TaskText {
  if (text.title.length > MAX_TITLE_LENGTH || text.body.length > MAX_BODY_LENGTH) {
    throw new CatalystError(
      "invalid_input",
      `Reading ${where} failed: a title may have ${MAX_TITLE_LENGTH} characters and a body ${MAX_BODY_LENGTH}. Shorten it.`,
    );
  }
  return text;
}
