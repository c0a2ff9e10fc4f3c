import { mkdir, readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { BASE_FILES, type GitPlace, gitContract } from "@catalyst/core/testing/git.contract";
import { describe } from "vitest";
import { gitRepositories } from "./git-repositories.ts";
import { quarantinePath, resultPath } from "./paths.ts";
import { describeImport, startWork } from "./testing/pushed-work.ts";

describe("repositories of git", () => gitContract(openPlace));

async function openPlace(): Promise<GitPlace> {
  const texts = Object.entries(BASE_FILES).map(([name, text]) => `printf '%s' '${text}' > ${name}`);
  const work = await startWork([...texts, "printf '\\377' > binary"].join("\n"));
  const folders = [quarantinePath, resultPath].map((path) => path(work.home, work.executionId));
  const another = () => gitRepositories({ home: work.home, privateHosts: [] });
  return {
    repositories: another(),
    another,
    import: describeImport(work),
    async push(file = "b.txt") {
      await work.sh(`mkdir -p $(dirname ${file}); echo more >> ${file}; git add .; git commit -qm Change`);
      await work.push();
    },
    async pushBeside() {
      await work.sh("git checkout -q -b side; echo x > x; git add .; git commit -qm Side");
      await work.sh(`git push -q ${folders[0]} HEAD:refs/beside/1`);
      return work.sh("git rev-parse HEAD");
    },
    async leaveUnfinished() {
      for (const folder of folders) {
        await mkdir(`${folder}.1.new/objects`, { recursive: true });
      }
    },
    listAll: async () => (await Promise.all(folders.map((folder) => readdir(dirname(folder))))).flat(),
    close: work.remove,
  };
}
