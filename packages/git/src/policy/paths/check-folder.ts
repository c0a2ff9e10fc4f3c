import type { PolicyFinding } from "@catalyst/core";
import type { Tree } from "../../objects/parse-tree.ts";
import { foldName } from "./fold-name.ts";
import { pathText, showPath } from "./show-path.ts";

/** What is wrong with a changed folder as a whole; `before` is what it was, empty for a new one. */
export function checkFolder(path: string, now: Tree, before: Tree): PolicyFinding[] {
  const shown = path === "" ? "." : showPath(path);
  const names = new Map<string, string[]>();
  for (const { name } of now.values()) {
    const folded = foldName(pathText(name) ?? name);
    names.set(folded, [...(names.get(folded) ?? []), name]);
  }
  const findings: PolicyFinding[] = [];
  if (isLikeRepository(names)) {
    findings.push({
      rule: "embedded_repository",
      path: shown,
      detail: "git takes the folder for a repository, and runs what its settings name",
    });
  }
  for (const alike of names.values()) {
    if (alike.length > 1 && alike.some((name) => !before.has(name))) {
      findings.push({
        rule: "file_name",
        path: shown,
        detail: `${alike.slice(0, 3).map(showPath).join(" and ")} are one name on some systems: one replaces the other`,
      });
    }
  }
  return findings;
}

/** As git recognises one (setup.c, is_git_directory): HEAD with objects and refs, or with a file that says where these are. */
function isLikeRepository(names: ReadonlyMap<string, unknown>): boolean {
  return names.has("head") && ((names.has("objects") && names.has("refs")) || names.has("commondir"));
}
