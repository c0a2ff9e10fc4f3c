import { type Answer, json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { writeDiff } from "../git/diff.ts";
import type { RepositoryCall } from "../route.ts";
import { viewFullPull } from "../views/view-pull.ts";
import { readPull } from "./pull-call.ts";

const MAX_LINES = 20_000;
const MAX_FILES = 300;

/** The pull request, or its difference in the form that `Accept` names. */
export async function answerPull(call: RepositoryCall): Promise<Answer> {
  const place = readPull(call);
  const form = /^application\/vnd\.github\.(?:v3\.)?(diff|patch)/.exec(call.accept)?.[1];
  if (form !== "diff" && form !== "patch") {
    return json(200, viewFullPull(place));
  }
  const { baseSha, headSha } = place.pull;
  const body = await writeDiff(place.repository.folder, { base: baseSha, head: headSha }, form);
  refuseLongDiff(body);
  return { status: 200, mediaType: `application/vnd.github.${form}`, body };
}

/** Throws for a diff that GitHub thinks too long. */
export function refuseLongDiff(diff: string): void {
  const lines = diff.split("\n");
  if (lines.length > MAX_LINES) {
    throw new Refusal(406, `Sorry, the diff exceeded the maximum number of lines (${MAX_LINES})`);
  }
  if (lines.filter((line) => line.startsWith("diff --git ")).length > MAX_FILES) {
    throw new Refusal(406, `Sorry, the diff exceeded the maximum number of files (${MAX_FILES}).`);
  }
}
