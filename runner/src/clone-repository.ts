import { mkdir } from "node:fs/promises";
import { GATEWAY_URL_INSIDE, type Job } from "@catalyst/core";
import { createGit } from "./git.ts";

/** An ordinary clone with the gateway as its remote, on the job's branch at the commit to start from. */
export async function cloneRepository(input: {
  job: Job;
  repositoryPath: string;
  env: Record<string, string>;
}): Promise<void> {
  const { job, repositoryPath, env } = input;
  await mkdir(repositoryPath, { recursive: true });
  const git = createGit({ env, folder: repositoryPath });
  await git.run(
    "clone",
    "--quiet",
    "--no-checkout",
    "--no-tags",
    "--",
    `${GATEWAY_URL_INSIDE}/git/repository.git`,
    ".",
  );
  const { branch, baseCommit } = job.repository;
  if ((await git.ask("cat-file", "-e", `${baseCommit}^{commit}`)) === null) {
    await git.run("fetch", "--quiet", "--no-tags", "origin", baseCommit);
  }
  await git.run("checkout", "--quiet", "--no-track", "-B", branch, baseCommit);
}
