import { BeyondBounds, BOUNDS } from "../limits/bounds.ts";
import type { ObjectFacts } from "./object-reader.ts";
import { type StreamedGit, streamGit } from "./stream-git.ts";

/** What a commit has that isn't in what is known. */
export interface NewObjects {
  /** Parents come before their children. */
  commits: string[];
  /** All of them, the commits too. */
  objects: Map<string, ObjectFacts>;
}

export interface NewObjectsInput {
  repositoryPath: string;
  head: string;
  /** Commits, or other objects, that are known with all that they lead to. */
  known: readonly string[];
  env?: Record<string, string>;
}

const MAX_LINE_BYTES = 200;

/** Lists what is new, and stops at the first bound that is passed. Throws BeyondBounds, and GitFailure for what can't be read. */
export async function listNewObjects(input: NewObjectsInput): Promise<NewObjects> {
  const [commits, objects] = await Promise.all([listCommits(input), measureObjects(input)]);
  return { commits, objects };
}

async function listCommits(input: NewObjectsInput): Promise<string[]> {
  const max = BOUNDS.commits;
  const git = listRevisions(input, ["--topo-order", "--reverse", `--max-count=${max + 1}`]);
  const commits: string[] = [];
  for (let line = await git.bytes.line(MAX_LINE_BYTES); line !== null; line = await git.bytes.line(MAX_LINE_BYTES)) {
    commits.push(line.toString("latin1"));
  }
  await git.end();
  if (commits.length > max) {
    throw new BeyondBounds(`it holds more than ${max} commits`);
  }
  return commits;
}

async function measureObjects(input: NewObjectsInput): Promise<Map<string, ObjectFacts>> {
  const list = listRevisions(input, ["--objects", "--no-object-names"]);
  const sizes = streamGit({
    args: ["cat-file", "--batch-check"],
    repositoryPath: input.repositoryPath,
    ...(input.env && { env: input.env }),
  });
  list.stdout.pipe(sizes.stdin);
  try {
    const objects = await readSizes(sizes);
    await Promise.all([list.end(), sizes.end()]);
    return objects;
  } finally {
    list.stop();
    sizes.stop();
  }
}

async function readSizes(sizes: StreamedGit): Promise<Map<string, ObjectFacts>> {
  const objects = new Map<string, ObjectFacts>();
  let total = 0;
  for (
    let line = await sizes.bytes.line(MAX_LINE_BYTES);
    line !== null;
    line = await sizes.bytes.line(MAX_LINE_BYTES)
  ) {
    const [id = "", type = "", length = ""] = line.toString("latin1").split(" ");
    const facts = { type, bytes: Number(length) };
    total += facts.bytes;
    objects.set(id, facts);
    checkBounds(facts, { count: objects.size, total });
  }
  return objects;
}

const MAX_BYTES: Readonly<Record<string, { name: string; max: number }>> = {
  blob: { name: "file", max: BOUNDS.blobBytes },
  tree: { name: "folder's listing", max: BOUNDS.treeBytes },
  commit: { name: "commit", max: BOUNDS.commitBytes },
};

function checkBounds({ type, bytes }: ObjectFacts, { count, total }: { count: number; total: number }): void {
  const own = MAX_BYTES[type];
  if (own !== undefined && bytes > own.max) {
    throw new BeyondBounds(`it holds a ${own.name} of ${bytes} bytes, and ${own.max} are allowed`);
  }
  if (count > BOUNDS.objects) {
    throw new BeyondBounds(`it holds more than ${BOUNDS.objects} new objects`);
  }
  if (total > BOUNDS.bytes) {
    throw new BeyondBounds(`it holds more than ${BOUNDS.bytes} bytes of new content`);
  }
}

function listRevisions({ repositoryPath, head, known, env }: NewObjectsInput, options: string[]): StreamedGit {
  const args = ["rev-list", ...options, "--stdin"];
  const git = streamGit({ args, repositoryPath, ...(env && { env }) });
  git.stdin.end([head, ...known.map((id) => `^${id}`)].map((line) => `${line}\n`).join(""));
  return git;
}
