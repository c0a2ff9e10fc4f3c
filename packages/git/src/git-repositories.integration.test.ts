import { type GitPlace, gitContract } from "@catalyst/core/testing/git.contract";
import { describe } from "vitest";
import { gitRepositories } from "./git-repositories.ts";
import { describeImport, startWork } from "./testing/pushed-work.ts";

describe("repositories of git", () => gitContract(openPlace));

async function openPlace(): Promise<GitPlace> {
  const work = await startWork();
  const another = () => gitRepositories({ home: work.home, privateHosts: [] });
  return {
    repositories: another(),
    another,
    import: describeImport(work),
    async push() {
      await work.sh("echo more >> b.txt; git add .; git commit -qm Change");
      await work.push();
    },
    close: work.remove,
  };
}
