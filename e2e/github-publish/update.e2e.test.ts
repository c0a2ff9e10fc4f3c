import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import { runGit } from "../github-peer/git/run-git.ts";
import type { Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import type { TestHome } from "../start-catalyst.ts";

const WEB = { owner: "acme", repo: "web" };
const COMMENTS = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

/**
 * Adds a line to the list. Told of a base that conflicts it merges that, and takes both sides; of one that it is to leave as git marks it, it
 * commits the marks.
 */
const LISTER = `
told=$(cat)
base=$(printf '%s' "$told" | grep -oE 'git merge [0-9a-f]{40}' | head -1 | cut -d' ' -f3)
if [ -z "$base" ]; then
  echo ours >> list.txt; git commit -qam 'Add ours'; echo Added ours.; exit 0
fi
printf '%s' "$told" | grep -q '<<<<<<<' || { echo 'It was not told where.'; exit 1; }
git merge "$base" > /dev/null || true
grep -q careless list.txt || sed -i '/^[<=>]\\{7\\}/d' list.txt
git add list.txt
git commit -qm 'Merge the base'; echo Took both sides.
`;

let played: GitHubHome;
let peer: Peer;
let home: TestHome;
let local: GitRepository;

beforeAll(async () => {
  played = await playGitHubHome({
    plan: {
      people: ["ada"],
      organizations: ["acme"],
      repositories: {
        "acme/web": { isPrivate: true, roles: { ada: "write" }, files: { "list.txt": "one\n", "README.md": "Web\n" } },
      },
      installations: { acme: { repositories: ["web"] } },
      // Tasks one right after the other ask for more in a minute than GitHub takes, and would wait for it to be over.
      limits: { pointsPerMinute: 9000, contentPerMinute: 800 },
    },
    agents: { lister: LISTER },
    linked: "ada",
  });
  ({ peer, home } = played);
  // All of it is asked for by one person.
  expect((await home.run(["config", "set", "github.caps.perAuthorHour", "100"])).exitCode).toBe(0);
  local = await createGitRepository({});
  await local.git("pull", "--quiet", remote(), "main");
});

afterAll(() => played?.close());

function remote(): string {
  return `${peer.address.replace("://", `://ada:${peer.person("ada").token}@`)}/acme/web.git`;
}

const repository = () => peer.repository("acme/web");
const git = async (...args: string[]) => (await runGit(repository().folder, args)).trim();
const eventually = <Found>(find: () => Found) => expect.poll(find, { timeout: 240_000, interval: 200 });
/** Our comments on an issue or pull request. */
const said = (number: number) =>
  repository()
    .issues.find((one) => one.number === number)
    ?.comments.filter(({ author }) => author.login === "catalyst[bot]")
    .map(({ body }) => body)
    .join("\n") ?? "";

async function say(number: number, body: string): Promise<void> {
  await askAsPerson(peer, "ada").request(COMMENTS, { ...WEB, issue_number: number, body });
}

/** Somebody else's work on the base. */
async function moveBase(files: Record<string, string>): Promise<string> {
  await local.git("pull", "--quiet", remote(), "main");
  await local.write(files);
  await local.git("add", "--all");
  await local.git("commit", "--quiet", "--message=Work of others");
  await local.git("push", "--quiet", remote(), "HEAD:refs/heads/main");
  return local.git("rev-parse", "HEAD");
}

/** An issue that becomes a pull request of ours. */
async function propose(title: string) {
  const ada = askAsPerson(peer, "ada");
  const { data: issue } = await ada.request("POST /repos/{owner}/{repo}/issues", { ...WEB, title });
  const label = { ...WEB, issue_number: issue.number, labels: ["catalyst:lister"] };
  await ada.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", label);
  await eventually(() => said(issue.number)).toContain("### ✅ Pull request #");
  const find = () => repository().issues.find((one) => one.pullRequest !== null && one.title === title);
  const head = () => find()?.pullRequest?.headSha ?? "";
  return { issue: issue.number, pull: find()?.number ?? 0, head, branch: find()?.pullRequest?.head ?? "" };
}

test("a base that moved on is merged in for nothing where nothing conflicts: no agent works, and it is verified", async () => {
  expect((await home.run(["config", "set", "hooks.verify", "grep -q ours list.txt"])).exitCode).toBe(0);
  const { issue, pull, head } = await propose("Moved clean");
  const before = head();
  const base = await moveBase({ "README.md": "The web\n" });
  await say(pull, "/catalyst update");
  await eventually(head).not.toBe(before);
  expect((await git("rev-list", "--parents", "-1", head())).split(" ")).toEqual([head(), before, base]);
  expect(await git("show", `${head()}:README.md`)).toBe("The web");
  expect(await git("log", "-1", "--format=%an", head())).toBe("catalyst[bot]");
  await eventually(() => said(issue)).toContain("✅");
  const shown = await home.run(["tasks", "show", "1", "--json"]);
  expect(JSON.parse(shown.stdout).executions.at(-1)).toMatchObject({
    ...{ agentCommand: "", usage: { requests: 0 } },
    result: { verification: { isPassed: true }, summary: expect.stringContaining("Added ours.") },
  });
  const logs = await home.run(["tasks", "logs", "1"]);
  expect(logs.stdout).toContain("merged into the branch, without an agent");
  expect(repository().issues.find(({ number }) => number === pull)?.body).toContain("Added ours.");
  expect((await home.run(["config", "unset", "hooks.verify"])).exitCode).toBe(0);
  // Once more there is nothing to bring in, and nothing is pushed.
  const pushes = peer.pushes.length;
  const again = await home.run(["tasks", "update", "1"]);
  expect(again.exitCode, again.stderr).toBe(0);
  expect(peer.pushes).toHaveLength(pushes);
});

test("a base that conflicts is resolved by an agent that is told where, and marks that it leaves are no result", async () => {
  const { pull, head, branch } = await propose("Moved with a conflict");
  const base = await moveBase({ "list.txt": "one\ntheirs\n" });
  await say(pull, "/catalyst update");
  await eventually(() => git("show", `${head()}:list.txt`)).toMatch(/^one\n(?:ours\ntheirs|theirs\nours)$/);
  expect((await git("rev-list", "--parents", "-1", head())).split(" ")).toContain(base);
  await eventually(() => git("rev-parse", `refs/heads/${branch}`)).toBe(head());
  await moveBase({ "list.txt": "careless\n" });
  const number = (await home.run(["tasks", "list", "--json"])).stdout.match(/"number":\s*(\d+)/)?.[1] ?? "";
  // The branch is pushed before the turn is over: until then it would be told of the next one.
  const isOver = async () =>
    (await home.run(["tasks", "list", "--json"])).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .some((task) => String(task.number) === number && task.status === "completed");
  await eventually(isOver).toBe(true);
  const before = head();
  const updated = await home.run(["tasks", "update", number]);
  expect(updated.exitCode).not.toBe(0);
  expect(updated.stdout + updated.stderr).toContain("the mark of a conflict that nobody resolved");
  expect(head()).toBe(before);
});

test("a further turn of a pull request whose base conflicts by now merges that first, though nobody asked for it", async () => {
  await moveBase({ "list.txt": "one\n" });
  const { pull, head } = await propose("Conflicts later");
  const base = await moveBase({ "list.txt": "one\nlater\n" });
  await say(pull, "/catalyst fix once more");
  await eventually(() => git("rev-list", "--parents", "-1", head())).toContain(` ${base}`);
  expect(await git("show", `${head()}:list.txt`)).toMatch(/^one\n(?:ours\nlater|later\nours)$/);
});

test("a branch with commits of others isn't rebased: whoever asks is told to merge", async () => {
  const { issue, pull, head, branch } = await propose("Others were there");
  await local.git("fetch", "--quiet", remote(), branch);
  await local.git("checkout", "--quiet", "--detach", "FETCH_HEAD");
  await local.write({ "theirs.txt": "theirs\n" });
  await local.git("add", "--all");
  await local.git("commit", "--quiet", "--message=Theirs");
  await local.git("push", "--quiet", remote(), `HEAD:refs/heads/${branch}`);
  const theirs = await local.git("rev-parse", "HEAD");
  await local.git("checkout", "--quiet", "-B", "main", "FETCH_HEAD~1");
  await moveBase({ "README.md": "A web\n" });
  await say(pull, "/catalyst update --rebase");
  await eventually(() => said(issue) + said(pull)).toContain("it has commits of others");
  expect(head()).toBe(theirs);
  await say(pull, "/catalyst update");
  await eventually(head).not.toBe(theirs);
  expect((await git("rev-list", head())).split("\n")).toContain(theirs);
});

test("what a person pushes to the branch meanwhile is brought together with the result by its agent, without a word", async () => {
  await moveBase({ "list.txt": "one\n" });
  const { issue, pull, head, branch } = await propose("Met at the push");
  expect((await home.run(["config", "set", "github.publish", "hold"])).exitCode).toBe(0);
  await say(pull, "/catalyst fix once more");
  await eventually(() => said(issue) + said(pull)).toContain("/catalyst publish");
  await local.git("fetch", "--quiet", remote(), branch);
  await local.git("checkout", "--quiet", "--detach", "FETCH_HEAD");
  await local.write({ "list.txt": `${await git("show", `${head()}:list.txt`)}\nby hand\n` });
  await local.git("commit", "--quiet", "--all", "--message=By hand");
  await local.git("push", "--quiet", remote(), `HEAD:refs/heads/${branch}`);
  const theirs = await local.git("rev-parse", "HEAD");
  expect((await home.run(["config", "set", "github.publish", "run"])).exitCode).toBe(0);
  await say(pull, "/catalyst publish");
  await eventually(() => git("log", "-1", "--format=%P", head())).toMatch(new RegExp(`^[0-9a-f]{40} ${theirs}$`));
  const list = await git("show", `${head()}:list.txt`);
  expect(list.match(/ours/g)).toHaveLength(2);
  expect(list).toContain("by hand");
});
