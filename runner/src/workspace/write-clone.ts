import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

const LOOSE = /^[0-9a-f]{40}$/;
const PACKED = /^([0-9a-f]{40}) refs\/heads\/(.+)$/;
const FOLDERS = ["branches", "hooks", "info", "objects/info", "objects/pack", "refs/heads", "refs/tags"];
/** What stands where a name isn't UTF-8. */
const UNREADABLE = "\ufffd";

interface Beside {
  /** The bare repository that is mounted beside the clone. */
  mirror: string;
  /** Where the clone is to be; an empty folder. */
  folder: string;
  /** The address that the clone has of its remote. */
  remote: string;
}

/**
 * Writes what `git clone --no-checkout --no-tags` of the remote would leave, with all objects borrowed from the mirror and its
 * branches as those of the remote: for that git and a box start a dozen programs. False, and nothing is written: the mirror isn't there, or
 * has something that only git should read.
 */
export async function writeClone({ mirror, folder, remote }: Beside): Promise<boolean> {
  const branches = existsSync(join(mirror, "shallow")) ? null : readBranches(mirror);
  if (branches === null) {
    return false;
  }
  const head = /^ref: refs\/heads\/(.+)\n?$/.exec(readFileSync(join(mirror, "HEAD"), "utf8"))?.[1] ?? "main";
  const commit = branches.get(head);
  const git = join(folder, ".git");
  for (const name of FOLDERS) {
    await mkdir(join(git, name), { recursive: true });
  }
  const refs = [...branches].map(([name, at]) => `${at} refs/remotes/origin/${name}\n`);
  const files = {
    HEAD: `ref: refs/heads/${head}\n`,
    config: CORE + describeRemote(remote) + describeBranch(head),
    "info/exclude": "",
    "objects/info/alternates": `${join(mirror, "objects")}\n`,
    "packed-refs": (commit === undefined ? "" : `${commit} refs/heads/${head}\n`) + refs.join(""),
    ...(commit === undefined ? {} : { "refs/remotes/origin/HEAD": `ref: refs/remotes/origin/${head}\n` }),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(git, name)), { recursive: true });
    await writeFile(join(git, name), content);
  }
  return true;
}

const CORE = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n";

function describeRemote(url: string): string {
  return `[remote "origin"]\n\turl = ${url}\n\ttagOpt = --no-tags\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;
}

function describeBranch(name: string): string {
  const quoted = name.replaceAll(/["\\]/g, "\\$&");
  return `[branch "${quoted}"]\n\tremote = origin\n\tmerge = refs/heads/${name}\n`;
}

/** Those that stand alone count before those that were packed, and are read before: one that is packed meanwhile isn't missed. */
function readBranches(mirror: string): Map<string, string> | null {
  let branches: Map<string, string>;
  try {
    const loose = readLoose(join(mirror, "refs/heads"));
    branches = new Map([...readPacked(join(mirror, "packed-refs")), ...loose]);
  } catch {
    // There is no mirror here, or a branch went just now.
    return null;
  }
  const isPlain = ([name, commit]: [string, string]) => !name.includes(UNREADABLE) && LOOSE.test(commit);
  return [...branches].every(isPlain) ? branches : null;
}

function readLoose(heads: string): [string, string][] {
  return readdirSync(heads, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".lock"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(heads, path), readFileSync(path, "utf8").trim()]);
}

function readPacked(file: string): [string, string][] {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text.split("\n").flatMap((line) => {
    const [, commit = "", name = ""] = PACKED.exec(line) ?? [];
    return name === "" ? [] : [[name, commit] satisfies [string, string]];
  });
}
