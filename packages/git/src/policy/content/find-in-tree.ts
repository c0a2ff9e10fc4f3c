import { setTimeout as wait } from "node:timers/promises";
import { streamGit } from "../../objects/stream-git.ts";

const MAX_TEXTS = 100;
const MAX_LINE_BYTES = 64 * 1024;
const SECONDS = 30;

/**
 * Which of the texts stand in some file of a tree. A text that could not be looked for, as there are too many or it took too
 * long, counts as not found. They go in through a pipe: they may be secrets.
 */
export async function findInTree(
  { repositoryPath, tree }: { repositoryPath: string; tree: string },
  texts: ReadonlySet<string>,
): Promise<Set<string>> {
  const wanted = [...texts].filter((text) => text !== "" && !/[\0\n]/.test(text));
  const found = new Set<string>();
  if (wanted.length === 0 || wanted.length > MAX_TEXTS) {
    return found;
  }
  const args = ["grep", "--threads=1", "-h", "-o", "-a", "-F", "--no-color", "--no-textconv", "-f", "-", tree];
  const git = streamGit({ args, repositoryPath });
  git.stdin.end(wanted.map((text) => `${text}\n`).join(""));
  const late = new AbortController();
  const reading = readLines(git, { found, wanted: new Set(wanted) });
  await Promise.race([reading, wait(SECONDS * 1000, undefined, { signal: late.signal })]).catch(() => undefined);
  late.abort();
  git.stop();
  return found;
}

async function readLines(
  { bytes }: ReturnType<typeof streamGit>,
  { found, wanted }: { found: Set<string>; wanted: ReadonlySet<string> },
): Promise<void> {
  for (let line = await bytes.line(MAX_LINE_BYTES); line !== null; line = await bytes.line(MAX_LINE_BYTES)) {
    const text = line.toString("utf8");
    if (wanted.has(text)) {
      found.add(text);
    }
    if (found.size === wanted.size) {
      return;
    }
  }
}
