import { type Answer, json } from "../door/answer.ts";
import { notFound } from "../door/refusal.ts";
import { readBlob, runGit } from "../git/run-git.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { needCommit } from "./commits.ts";

interface Entry {
  type: "file" | "dir" | "symlink" | "submodule";
  path: string;
  sha: string;
  size: number;
}

/** More than this is had as a blob alone. */
const MOST_BYTES = 1024 * 1024;

/** A file with its text, or what a folder has. */
export async function answerContents(call: RepositoryCall): Promise<Answer> {
  const { repository } = call;
  const { ref = repository.defaultBranch } = call.query as { ref?: string };
  const commit = await needCommit(repository, ref);
  const path = String(call.path.path).replace(/\/+$/, "");
  const [own] = path === "" ? [] : await list(repository.folder, [commit, "--", path]);
  if (path !== "" && !own) {
    throw notFound();
  }
  const view = (entry: Entry) => viewEntry(call, entry, ref);
  if (own && own.type !== "dir") {
    return json(200, { ...view(own), ...(await readText(repository.folder, own)) });
  }
  const inside = await list(repository.folder, [commit, ...(path === "" ? [] : ["--", `${path}/`])]);
  return json(200, inside.map(view));
}

async function list(folder: string, args: readonly string[]): Promise<Entry[]> {
  const listed = await runGit(folder, ["--literal-pathspecs", "ls-tree", "-z", "--long", ...args]);
  return listed
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [about = "", path = ""] = line.split("\t");
      const [mode = "", , sha = "", size] = about.split(/ +/);
      return { type: TYPES[mode] ?? "file", path, sha, size: Number(size) || 0 };
    });
}

const TYPES: Readonly<Record<string, Entry["type"]>> = { "040000": "dir", "120000": "symlink", "160000": "submodule" };

async function readText(folder: string, { sha, size, type }: Entry) {
  if (type !== "file") {
    return {};
  }
  const isLong = size > MOST_BYTES;
  const content = isLong ? "" : Buffer.from(await readBlob(folder, sha)).toString("base64");
  return { encoding: isLong ? "none" : "base64", content: content === "" ? "" : `${content}\n` };
}

export function viewEntry({ world, repository }: RepositoryCall, { type, path, sha, size }: Entry, ref: string) {
  const name = path.split("/").at(-1) ?? path;
  const api = `${world.address}/repos/${fullName(repository)}`;
  const url = `${api}/contents/${path}?ref=${ref}`;
  const git = `${api}/git/${type === "dir" ? "trees" : "blobs"}/${sha}`;
  const html = `${world.address}/${fullName(repository)}/${type === "dir" ? "tree" : "blob"}/${ref}/${path}`;
  return {
    ...{ type, name, path, sha, size, url, git_url: git, html_url: html, _links: { self: url, git, html } },
    download_url: type === "dir" ? null : `${world.address}/${fullName(repository)}/raw/${ref}/${path}`,
  };
}
