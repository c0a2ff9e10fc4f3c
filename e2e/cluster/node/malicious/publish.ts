import { access } from "node:fs/promises";
import { expect } from "vitest";
import type { ScriptRun } from "../product/run-script.ts";
import type { Attack } from "./attack.ts";

const branchesOf = ({ repository }: ScriptRun) => repository.git("branch", "--list", "catalyst/*");
const HOOKS = "pre-push post-commit pre-commit post-checkout reference-transaction";

/** What it makes of its clone, and what it would have published. */
export const PUBLISHING: Attack[] = [
  {
    what: "pushes to another branch, a tag or a deletion are refused; the user's repository gets none of them",
    script: () => `
      git commit -q --allow-empty -m Other
      git push -q origin HEAD:refs/heads/main && echo PUSHED-main
      git push -q origin HEAD:refs/tags/v1 && echo PUSHED-tag
      git push -q origin :refs/heads/main && echo PUSHED-delete
      git push -q origin HEAD:refs/heads/catalyst/other && echo PUSHED-other
      git push -q origin HEAD:refs/catalyst/base && echo PUSHED-base
      git reset -q --hard HEAD~1; echo tried all`,
    holds: async ({ output, repository }) => {
      expect(output).toContain("tried all");
      expect(output).not.toContain("PUSHED-");
      expect(await repository.git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
    },
  },
  {
    what: "what it configures in its clone runs nothing on the trusted side",
    script: ({ marker }) => `
      for hook in ${HOOKS}; do printf '#!/bin/sh\\ntouch ${marker}; exit 0\\n' > .git/hooks/$hook; chmod +x .git/hooks/$hook; done
      for name in core.fsmonitor core.sshCommand diff.external uploadpack.packObjectsHook; do git config $name 'touch ${marker}'; done
      echo two > a.txt; git commit -qam Two`,
    holds: async (run, { marker }) => {
      expect(run.task, run.output).toMatchObject({ status: "completed" });
      expect(await branchesOf(run)).not.toBe("");
      await expect(access(marker)).rejects.toThrow("ENOENT");
    },
  },
  {
    what: "a link out of the tree, a secret and hidden characters stop the publish",
    script: () => `
      ln -s /etc/passwd link; printf 'token = "ghp_%s"\\n' wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx > conf.py; printf 'if x: \\342\\200\\256pass\\n' > bidi.py
      git add -A; git commit -qm 'Innocent'`,
    holds: async (run) => {
      for (const found of ["link_target", "secret", "hidden_characters"]) {
        expect(run.output).toContain(found);
      }
      expect(run.output).not.toContain("ghp_wWPw");
      expect(await branchesOf(run)).toBe("");
    },
  },
  {
    what: "what one commit adds and the next removes stops the publish, too",
    script: () => `
      mkdir -p .github/workflows; echo 'on: push' > .github/workflows/x.yml; printf '# secretlint-disable\\ntoken = "ghp_%s"\\n' wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx > conf.py
      git add -A; git commit -qm One; git rm -qr .github conf.py; echo two > b.txt; git add -A; git commit -qm Two`,
    holds: async (run) => {
      expect(run.output).toContain("protected_path");
      expect(run.output).toContain("secret");
      expect(await branchesOf(run)).toBe("");
    },
  },
  {
    what: "a push that could never be checked is refused, and the work beside it is published",
    script: () => `
      t=$(echo x | git hash-object -w --stdin); k='100644 blob'
      for l in 1 2 3 4 5 6; do t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf "$k $t\\tn$i\\n"; done | git mktree); k='040000 tree'; done
      branch=$(git branch --show-current)
      git push -q origin $(echo bomb | git commit-tree $t -p HEAD):refs/heads/$branch 2>&1 | cat
      echo two > b.txt; git add b.txt; GIT_AUTHOR_NAME=Maintainer git commit -qm Work`,
    holds: async (run) => {
      expect(run.output).toContain("it changes more than 200000 names");
      expect(await run.repository.git("log", "--all", "--format=%an|%cn|%s", "--grep=Work")).toBe(
        "Catalyst (script)|Catalyst|Work",
      );
    },
  },
];
