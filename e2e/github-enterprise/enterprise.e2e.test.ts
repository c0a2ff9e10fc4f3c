/** From an issue to a pull request, a review and a further turn at a GitHub Enterprise Server, which knows less than GitHub. */
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import type { Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import type { TestHome } from "../start-catalyst.ts";

const SHOP = { owner: "acme", repo: "shop" };
const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

let played: GitHubHome;
let peer: Peer;
let home: TestHome;

beforeAll(async () => {
  played = await playGitHubHome({
    plan: {
      enterprise: "3.17",
      people: ["ada", "catalyst-agent"],
      organizations: ["acme"],
      repositories: {
        "acme/shop": {
          ...{ isPrivate: true, roles: { ada: "write", "catalyst-agent": "triage" } },
          files: { "a.txt": "one\n", "AGENTS.md": "Be short.\n" },
        },
      },
      installations: { acme: { repositories: ["shop"] } },
    },
    agents: {
      adder: "echo more >> a.txt; git commit -qam 'Add more'; echo Added it.",
      reader: `echo One bug.; echo '{"findings":[{"text":"It is too long."}]}' > ${ENVIRONMENT_PATHS.review}`,
    },
    linked: "ada",
  });
  ({ peer, home } = played);
});

afterAll(() => played?.close());

const issues = () => peer.repository("acme/shop").issues;
const ada = () => askAsPerson(peer, "ada");
const eventually = <Found>(find: () => Found) => expect.poll(find, { timeout: 240_000, interval: 200 });
const said = (number: number) =>
  issues()
    .find((one) => one.number === number)
    ?.comments.map(({ body }) => body)
    .join("\n") ?? "";

test("an issue that is labeled becomes a pull request, whose further turn and review are asked for in comments", async () => {
  const wish = { ...SHOP, title: "More is missing", body: "Add it." };
  const { data: issue } = await ada().request("POST /repos/{owner}/{repo}/issues", wish);
  await ada().request(`POST ${ISSUE}/labels`, { ...SHOP, issue_number: issue.number, labels: ["catalyst:adder"] });
  await eventually(() => said(issue.number)).toContain("### ✅ Pull request #");
  const proposed = issues().find(({ pullRequest }) => pullRequest !== null);
  const pull = proposed?.number ?? 0;
  expect(proposed).toMatchObject({ title: "More is missing", author: { login: "catalyst[bot]" } });
  expect(proposed?.body).toContain(`Closes #${issue.number}`);
  const before = proposed?.pullRequest?.headSha;
  await ada().request(`POST ${ISSUE}/comments`, { ...SHOP, issue_number: pull, body: "/catalyst fix once more" });
  await eventually(() => proposed?.pullRequest?.headSha).not.toBe(before);
  const body = "/catalyst review --agent reader";
  await ada().request(`POST ${ISSUE}/comments`, { ...SHOP, issue_number: pull, body });
  await eventually(() => proposed?.pullRequest?.reviews.map((review) => review.body).join()).toContain("One bug.");
});

test("how it stands is told there, with its own pages, and its labels are made", async () => {
  const { stdout, stderr } = await home.run(["github", "doctor", "acme/shop", "--fix"]);
  expect(stdout, stderr).toContain("acme/shop  installed: by acme");
  expect(stdout).toContain("permissions: all that is needed is allowed");
  expect(stdout).toContain("repository: its labels were made:");
  expect(stdout).toContain("rules: nothing on main would refuse what is pushed");
});
