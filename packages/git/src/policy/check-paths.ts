import { posix } from "node:path";
import type { PolicyFinding, ResultPolicy } from "@catalyst/core";
import { runGit, toText } from "../run-git.ts";
import { type ChangedFile, isOddMode, LINK_MODE, SUBMODULE_MODE } from "./changed-files.ts";

const CONTROL_OR_HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
/** Names that some file systems take for `.git`: case, trailing dots and spaces, 8.3 names, ignorable characters. */
const LIKE_DOT_GIT = /^(?:\.git[ .]*|git~\d)$/i;
const MAX_LINK_BYTES = 4096;

/** What is wrong with the paths, modes and links of a result. */
export async function checkPaths(
  repositoryPath: string,
  files: ChangedFile[],
  policy: ResultPolicy,
): Promise<PolicyFinding[]> {
  const findings = files.flatMap((file) => checkPath(file, policy));
  for (const file of files.filter(({ newMode }) => newMode === LINK_MODE)) {
    findings.push(...(await checkLink(repositoryPath, file)));
  }
  if (files.length > policy.maxFiles) {
    findings.push({
      rule: "too_many_files",
      path: null,
      detail: `${files.length} files changed, ${policy.maxFiles} are allowed`,
    });
  }
  return findings;
}

function checkPath(file: ChangedFile, policy: ResultPolicy): PolicyFinding[] {
  const found = (rule: string, detail: string): PolicyFinding => ({ rule, path: printable(file.path), detail });
  const findings: PolicyFinding[] = [];
  const glob = policy.protectedPaths.find((pattern) =>
    posix.matchesGlob(file.path.toLowerCase(), pattern.toLowerCase()),
  );
  if (glob !== undefined) {
    findings.push(found("protected_path", `changes under ${glob} need a person`));
  }
  if (CONTROL_OR_HIDDEN.test(file.path)) {
    findings.push(found("hidden_characters", "the name holds control or invisible characters"));
  }
  if (
    file.path
      .split("/")
      .some((part) => LIKE_DOT_GIT.test(part.replaceAll(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "")))
  ) {
    findings.push(found("git_folder", "the name can be taken for git's own folder"));
  }
  if (file.newMode === SUBMODULE_MODE) {
    findings.push(found("submodule", "a submodule was added or moved"));
  }
  if (isOddMode(file.newMode)) {
    findings.push(found("file_mode", `the mode ${file.newMode} is not one of a file, link or folder`));
  }
  if (file.bytes > policy.maxFileBytes) {
    findings.push(found("file_size", `${file.bytes} bytes, ${policy.maxFileBytes} are allowed`));
  }
  return findings;
}

async function checkLink(repositoryPath: string, file: ChangedFile): Promise<PolicyFinding[]> {
  const target =
    file.bytes > MAX_LINK_BYTES
      ? "/"
      : toText(await runGit({ args: ["cat-file", "blob", file.newObject], repositoryPath }));
  const resolved = posix.normalize(posix.join(posix.dirname(file.path), target));
  const leaves = posix.isAbsolute(target) || resolved === ".." || resolved.startsWith("../");
  const inGit = resolved.split("/").some((part) => LIKE_DOT_GIT.test(part));
  if (!leaves && !inGit) {
    return [];
  }
  return [{ rule: "link_target", path: printable(file.path), detail: "the link leads out of the tree" }];
}

/** A path that can't move a terminal's cursor or hide its end. */
function printable(path: string): string {
  return [...path]
    .map((character) =>
      CONTROL_OR_HIDDEN.test(character) ? `\\u${character.codePointAt(0)?.toString(16).padStart(4, "0")}` : character,
    )
    .join("");
}
