import { CatalystError, checkTaskText } from "@catalyst/core/apart";

const HEADING = /^#{1,6}[ \t]+(.+?)[ \t]*#*$/;

interface TaskText {
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
  return checkTaskText({ title, body: lines.toSpliced(index, 1).join("\n").trim() }, path);
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
