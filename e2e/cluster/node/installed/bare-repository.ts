import type { NodeCluster } from "../start-node.ts";
import { VOLUME } from "./install-product.ts";

/** Makes one on the home's volume, with one commit on `main`. */
export async function makeRepository(node: NodeCluster): Promise<void> {
  const git = `
    export HOME=/nonexistent GIT_AUTHOR_NAME=T GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=T GIT_COMMITTER_EMAIL=t@example.org
    cd "$0" && git init --quiet --bare --initial-branch=main shop.git && git init --quiet --initial-branch=main work && cd work &&
    echo one > a.txt && git add . && git commit --quiet --message=Start && git push --quiet ../shop.git main && cd .. && rm -r work &&
    chown -R 1000:1000 shop.git`;
  await node.run(["sh", "-ec", git, VOLUME]);
}

/** Asks it. */
export async function askRepository(node: NodeCluster, ...command: string[]): Promise<string> {
  return await node.run(["git", "-c", "safe.directory=*", "-C", `${VOLUME}/shop.git`, ...command]);
}
