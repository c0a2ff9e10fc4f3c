import { rm } from "node:fs/promises";
import { ENVIRONMENT_PATHS, MAX_REVIEW_BYTES, type Review, readReview } from "@catalyst/core";
import { startInBox } from "../box/start-in-box.ts";

/** A link or a pipe in the file's place leads to nothing of the runner's, and holds it up for no time. */
const READ = `[ -f "$1" ] && exec head -c ${MAX_REVIEW_BYTES + 1} -- "$1"`;

/** Removes what stands in the file's place before the agent begins: a setup that runs what the change says may have put it there. */
export async function forgetOwnReview(): Promise<void> {
  await rm(ENVIRONMENT_PATHS.review, { recursive: true, force: true });
}

/** What the agent found: in the file that it was to write, else in its last words; undefined: it is in neither. */
export async function readOwnReview(summary: string | null): Promise<Review | undefined> {
  return readReview(await readFileInBox(ENVIRONMENT_PATHS.review)) ?? readReview(summary ?? "") ?? undefined;
}

/** Empty for one that isn't there, and not the whole of one that is too long. */
async function readFileInBox(path: string): Promise<string> {
  const args = ["-c", READ, "sh", path];
  const box = startInBox({ command: "/bin/sh", args, folder: "/", env: { PATH: "/usr/bin:/bin" } });
  let text = "";
  box.stdin.on("error", () => undefined).end();
  box.stderr.resume();
  box.stdout.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  const closed = new Promise((resolve) => box.stdout.once("close", resolve));
  await box.ended;
  await box.end(0);
  await closed;
  return text;
}
