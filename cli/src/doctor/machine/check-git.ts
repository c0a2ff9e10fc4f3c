import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createRepository, readAskedHead } from "@catalyst/git/apart";
import { makeTemporaryFolder } from "@catalyst/machine/apart";
import { describeError, type Finding, failed, ok } from "../finding.ts";

/** Makes a repository and looks at it. */
export async function checkGit(): Promise<Finding> {
  const folder = await makeTemporaryFolder("catalyst-doctor-").catch((error: Error) => error);
  if (folder instanceof Error) {
    return failed(
      "Temporary files",
      describeError(folder),
      "Set TMPDIR to a folder that you can write: export TMPDIR=/tmp",
    );
  }
  try {
    const path = join(folder, "repository");
    await createRepository({ path, files: { "readme.md": "doctor\n" }, message: "Try git" });
    const { head } = await readAskedHead(path);
    return head?.ref === "refs/heads/main"
      ? ok("git", "made a commit and read it")
      : failed("git", `made a commit on ${head?.ref ?? "nothing"} instead of main.`, "Install git 2.39 or newer.");
  } catch (error) {
    return failed("git", describeError(error), "Install git 2.39 or newer, for example: apt-get install -y git");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
