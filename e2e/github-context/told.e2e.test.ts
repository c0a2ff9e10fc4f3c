import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type PlayedReviews, playReviews, WEB } from "../github-reviews/testing/play-reviews.ts";
import { listProposals } from "../github-reviews/testing/propose-work.ts";

let played: PlayedReviews;

beforeAll(async () => {
  played = await playReviews();
});
afterAll(() => played?.close());

const JPEG = Buffer.from("ffd8ffe000104a46494600", "hex");

async function label(number: number): Promise<void> {
  const path = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  await played.ada.request(path, { ...WEB, issue_number: number, labels: ["catalyst:witness"] });
}

test("an agent sees an issue's screenshot as what it is, and what the repository wants of files that are named", async () => {
  await played.push("main", async (clone) => {
    await clone.write({ CODEOWNERS: "list.txt @acme/lists\n", "web/AGENTS.md": "Be short.\n", "web/a.ts": "1\n" });
    await clone.git("add", ".");
    await clone.git("commit", "--quiet", "--message=Say who owns what");
  });
  const shot = played.peer.site.attach(JPEG, "image/png");
  const page = played.peer.site.attach(Buffer.from("<html>"), "image/png");
  const images = [shot, page, "https://127.0.0.2/a.png"].map((url) => `![](${url})`);
  const body = ["list.txt looks so, and web/a.ts is the reason:", ...images].join("\n\n");
  const { data } = await played.ada.request("POST /repos/{owner}/{repo}/issues", { ...WEB, title: "Odd list", body });
  await label(data.number);
  const ours = () => listProposals(played, "Odd list")[0];
  await eventually(() => ours()?.pullRequest?.head).toBeDefined();
  const file = await played.ada.request("GET /repos/{owner}/{repo}/contents/{path}", {
    ...{ ...WEB, path: "seen.txt", ref: ours()?.pullRequest?.head ?? "" },
  });
  const { content = "" } = file.data as { content?: string };
  const seen = Buffer.from(content, "base64").toString("utf8");
  expect(seen).toMatch(/^image jpg ffd8ffe0\n/);
  expect(seen).toContain(`- ${page}: neither PNG, JPEG, GIF nor WebP`);
  expect(seen).toContain("- https://127.0.0.2/a.png: kept where nothing is read from");
  expect(seen).toContain("- The work is to come into main, its default branch.");
  expect(seen).toContain('- Changes of "list.txt" are for @acme/lists to agree to.');
  expect(seen).toContain("## web/AGENTS.md");
});

test("a change whose diff the forge refuses as too large is told whole, and said something of at its last file", async () => {
  await played.push("many", async (clone) => {
    const text = (index: number) => `${index}\n${`${"line ".repeat(9)}\n`.repeat(9)}`;
    const files = Array.from({ length: 320 }, (_, index) => [
      `many/${String(index).padStart(3, "0")}.txt`,
      text(index),
    ]);
    await clone.write(Object.fromEntries(files));
    await clone.git("add", ".");
    await clone.git("commit", "--quiet", "--message=Many");
  });
  const wish = { ...WEB, title: "Many", head: "many", base: "main" };
  const { data: pull } = await played.ada.request("POST /repos/{owner}/{repo}/pulls", wish);
  const diff = { ...WEB, pull_number: pull.number, mediaType: { format: "diff" } };
  const refused = played.ada.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", diff);
  await expect(refused).rejects.toMatchObject({ status: 406 });
  await label(pull.number);
  const comments = () => played.find(pull.number).pullRequest?.reviewComments ?? [];
  await eventually(comments).toHaveLength(1);
  const [comment] = comments();
  expect(comment).toMatchObject({ path: "many/319.txt", line: 2 });
  expect(comment?.body).toMatch(/Listed 300, shown \d{2,3}, in the file 320\./);
});
