import { rm } from "node:fs/promises";
import { CatalystError } from "@catalyst/core/apart";
import { makeTemporaryFolder } from "@catalyst/machine/apart";
import { askGit, GitFailure, type Identity, runGit } from "../run-git.ts";
import { checkFiles } from "./check/check-files.ts";
import { chooseReader } from "./check/choose-reader.ts";
import { fillView } from "./fill-view.ts";
import { locateRepository, type RepositoryPlace } from "./locate-repository.ts";
import { type RepositoryFormat, readFormat } from "./read/read-format.ts";
import { readHead } from "./read/read-head.ts";

const TIMEOUT_MILLISECONDS = 60_000;
/** Readable for everybody, whose rights git may be given. */
const SHARED_FOLDER = "/tmp";

/** A person's repository as the trusted side reads it. Whatever asks git about it gives `path` and `reader`. */
export interface View {
  /** A bare repository of ours that borrows the person's objects and shows their refs and HEAD. */
  path: string;
  reader: Identity | null;
  place: RepositoryPlace;
  format: RepositoryFormat;
  /** HEAD of the checkout as it is written: `ref: refs/heads/main`, or a commit. */
  head: string;
  /** HEAD of the first checkout, or of the bare repository, as it is written: `ref: refs/heads/main`, or a commit. */
  commonHead: string;
}

/**
 * Opens a person's repository for as long as `work` takes. Its configuration, hooks, alternates command, attributes' programs,
 * commit graph and replaced objects have no say: git is never pointed at its folder. Throws like `locateRepository`,
 * `chooseReader`, `checkFiles` and `readFormat`.
 */
export async function withView<Result>(path: string, work: (view: View) => Promise<Result>): Promise<Result> {
  const place = await locateRepository(path);
  const reader = await chooseReader(place);
  await checkFiles(place);
  const format = await readFormat(place, { followsLinks: reader === null });
  const head = await readHead(place, place.gitDir);
  const isLinked = place.gitDir !== place.commonDir;
  const commonHead = isLinked ? await readHead(place, place.commonDir) : head;
  const folder = await makeTemporaryFolder("catalyst-view-", reader === null ? undefined : SHARED_FOLDER);
  try {
    await fillView(folder, { place, head, isShared: reader !== null });
    const view = { path: folder, reader, place, format, head, commonHead };
    await checkReach(view);
    return await work(view);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Another user's rights may not lead to where their repository is, or may not be had. */
async function checkReach({ path, reader, place }: View): Promise<void> {
  if (reader === null) {
    return;
  }
  const { ok, output } = await askGit({ args: ["rev-parse", "--git-dir"], repositoryPath: path, as: reader });
  if (!ok) {
    throw new CatalystError(
      "forbidden",
      `Opening the repository ${place.root} failed: it is read with the rights of its owner (uid ${reader.uid}), which don't lead there (${output}). Move it to where they do, or say that you trust it: git config --global --add safe.directory ${place.root}`,
    );
  }
}

/**
 * What git says of a view, without the last line's end. Throws GitFailure, and `unavailable` when it says nothing in time: what
 * is read may be a pipe that somebody put in a file's place.
 */
export async function runInView({ path, reader, place }: View, args: string[]): Promise<string> {
  const where = { repositoryPath: path, as: reader, timeoutMilliseconds: TIMEOUT_MILLISECONDS };
  try {
    return (await runGit({ ...where, args })).trimEnd();
  } catch (cause) {
    if (!(cause instanceof CatalystError && cause.code === "unavailable")) {
      throw cause;
    }
    const seconds = TIMEOUT_MILLISECONDS / 1000;
    throw new CatalystError(
      "unavailable",
      `Reading the repository ${place.root} failed: git didn't end in ${seconds} s. See what is wrong, in it: git fsck`,
      { cause },
    );
  }
}

/** As `runInView`, for questions: null when git says no. */
export async function askView(view: View, args: string[]): Promise<string | null> {
  return runInView(view, args).catch((error: unknown) => {
    if (error instanceof GitFailure) {
      return null;
    }
    throw error;
  });
}
