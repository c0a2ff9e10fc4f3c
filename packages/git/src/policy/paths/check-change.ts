import type { PolicyFinding } from "@catalyst/core";
import { FOLDER_MODE, LINK_MODE, SUBMODULE_MODE } from "../../objects/parse-tree.ts";
import type { Change } from "../../objects/walk-changes.ts";
import { hidesSomething } from "../content/hidden-characters.ts";
import { findMixedScripts } from "../content/mixed-scripts.ts";
import { ROLE_NAMES } from "../protected-places.ts";
import { isLikeGitFolder, splitPath } from "./fold-name.ts";
import type { ProtectedPaths } from "./protected-paths.ts";
import { pathText, showPath } from "./show-path.ts";

const ORDINARY_MODES = ["100644", "100755", LINK_MODE, SUBMODULE_MODE, FOLDER_MODE];
const CONTROL = /\p{Cc}/u;

/** What is wrong with one changed name and with what it became. */
export function checkChange(change: Change, places: ProtectedPaths): PolicyFinding[] {
  const { path, entry, before } = change;
  const shown = showPath(path);
  const found = (rule: string, detail: string): PolicyFinding => ({ rule, path: shown, detail });
  const findings: PolicyFinding[] = [];
  const place = isPlainFolder(change) ? null : places.find(pathText(path) ?? path, false);
  if (place !== null) {
    findings.push(found("protected_path", `changes of ${ROLE_NAMES[place.role]} (${place.path}) need a person`));
  }
  if (entry === null) {
    return findings;
  }
  if (before === null) {
    findings.push(...checkName(path).map(([rule, detail]) => found(rule, detail)));
  }
  if (entry.mode === SUBMODULE_MODE) {
    findings.push(found("submodule", "a submodule was added or moved"));
  }
  if (!ORDINARY_MODES.includes(entry.mode)) {
    findings.push(found("file_mode", `the mode ${entry.mode} is not one of a file, link or folder`));
  }
  return findings;
}

/** What is in a folder speaks for itself; a folder that a link or file was, or became, is a name of its own. */
function isPlainFolder({ entry, before }: Change): boolean {
  return [entry, before].every((each) => each === null || each.mode === FOLDER_MODE);
}

/** The last name of a path that is new. */
function checkName(path: string): [rule: string, detail: string][] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const text = pathText(name);
  if (text === null) {
    return [["file_name", "the name isn't UTF-8: other systems show and store another one"]];
  }
  const problems: [string, string][] = [];
  if (CONTROL.test(text) || hidesSomething(text)) {
    problems.push(["hidden_characters", "the name holds control or invisible characters"]);
  }
  if (findMixedScripts(text).length > 0) {
    problems.push(["mixed_scripts", "the name mixes letters of two scripts that look the same"]);
  }
  if (splitPath(text).some(isLikeGitFolder)) {
    problems.push(["git_folder", "the name can be taken for git's own folder"]);
  }
  return problems;
}
