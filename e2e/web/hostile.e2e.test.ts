import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { expectQuiet } from "./expect-quiet.ts";
import { type OpenedPage, type OpenedWeb, openWeb } from "./open-web.ts";
import { PAGES } from "./pages.ts";

const CANARY = "sk-ant-canary-0123456789abcdef";
/** Called by whatever of it runs, and by the browser for whatever its policy kept from running. */
const REPORT = "reportHostile";
const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm done";
const EVIL = "https://evil.example";

/** What would run or ask elsewhere as HTML, as markdown, as an address or as a terminal's control characters. */
const PAYLOADS = [
  `<script>${REPORT}("script")</script>`,
  `<img src="${EVIL}/a.png" onerror='${REPORT}("img")'>`,
  `<svg onload='${REPORT}("svg")'></svg>`,
  `<iframe src="javascript:parent.${REPORT}(1)"></iframe>`,
  `<a href="javascript:${REPORT}(2)" style="position:fixed;inset:0">x</a>`,
  `<form action="${EVIL}"><input name="password"></form>`,
  `![look](${EVIL}/b.png)`,
  `[click](javascript:${REPORT}(3))`,
  `[data](data:text/html,<script>${REPORT}(4)</script>)`,
  `"><script src="${EVIL}/c.js"></script>{{constructor.constructor("${REPORT}(6)")()}}`,
];
/** As people write issues whom nobody knows: its heading is the task's title. */
const ISSUE = `# ${PAYLOADS[1]} ${PAYLOADS[7]} \u202e\u200b\n\n${PAYLOADS.join("\n\n")}\n`;
/** As a file of a repository can be called. */
const FILE = `<img src=x onerror=${REPORT}(7)>\u202e.txt`;
/** As a branch that somebody else made can be called. */
const BRANCH = `x/<svg/onload=${REPORT}(8)>`;

let web: OpenedWeb;
let opened: OpenedPage;
let page: Page;
const reported: string[] = [];
/** Of every answer that a page got: whoever holds a key shows it to nobody. */
const leaks: string[] = [];

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** What moves a terminal, is a link to it, or turns what is read around. */
const CONTROLS = `\\033]8;;javascript:${REPORT}(5)\\007link\\033]8;;\\007 \\033[31mred\\033[0m \\342\\200\\256gnp.exe\\n`;
/** An agent may say what it is given, too. */
const SAY = `env; printf '%s\\n\\n' ${PAYLOADS.map(quoted).join(" ")}; printf '${CONTROLS}'`;
const WORK = [
  SAY,
  `printf '%s\\n' ${quoted(PAYLOADS.join("\n"))} > ${quoted(FILE)}`,
  `git add -A && git commit -qm ${quoted(PAYLOADS[0] as string)}`,
].join("\n");

async function run(...args: string[]): Promise<number> {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  await repository.git("branch", BRANCH);
  const all = ["run", ...args, "--repo", repository.path, "--agent", "script", "--json"];
  const { stdout, stderr } = await web.home.run(all, { env: { CANARY_IN_ENVIRONMENT: CANARY } });
  expect(stdout, stderr).toContain("{");
  const { number } = JSON.parse(stdout.trim().split("\n").at(-1) as string);
  return number;
}

beforeAll(async () => {
  web = await openWeb();
  opened = await web.newPage();
  page = opened.page;
  await page.exposeFunction(REPORT, (what: unknown) => reported.push(String(what)));
  await page.addInitScript(`document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    ${REPORT}(violatedDirective + " " + blockedURI))`);
  page.on("dialog", (dialog) => {
    reported.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("response", async (response) => {
    const text = await response.text().catch(() => "");
    if (text.includes(CANARY)) {
      leaks.push(response.url());
    }
  });
  const added = await web.home.run(["credentials", "add", "anthropic"], { stdin: `${CANARY}\n` });
  expect(added.exitCode, added.stderr).toBe(0);
  await page.goto(await web.findLink());
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
});
afterAll(() => web?.close());

test("what an agent prints, writes, plans, names and fails with runs nothing on any page and asks nobody", async () => {
  const issueFile = join(web.home.path, "issue.md");
  await writeFile(issueFile, ISSUE);
  const numbers = [
    await run(WORK, "--base", BRANCH),
    await run(`{ ${SAY}; } >&2; exit 3`),
    await run(`if [ -w . ]; then ${COMMIT}; else ${SAY}; fi`, "--plan"),
    await run(
      `mkdir -p .github/workflows; echo x > ${quoted(`.github/workflows/${FILE}`)}; git add -A; git commit -qm x`,
    ),
    await run("--issue-file", issueFile),
  ];
  const ofTasks = numbers.flatMap((number) =>
    ["activity", "changes", "plan", "raw"].map((tab) => `/agent-tasks/${number}?tab=${tab}`),
  );
  const searched = `/agent-tasks?q=${encodeURIComponent(PAYLOADS[1] as string)}`;
  const prefilled = `/agent-tasks/new?${new URLSearchParams({ prompt: PAYLOADS.join("\n"), repo: PAYLOADS[1] as string, agent: PAYLOADS[0] as string })}`;
  for (const path of [...PAGES, ...ofTasks, searched, prefilled]) {
    await page.goto(`${web.url}${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.getByText("Loading the changes").waitFor({ state: "detached" });
    expect(reported, path).toEqual([]);
  }
  expect(leaks).toEqual([]);
  expectQuiet(opened);
});

test("it is all there to be read, as the text that it is", async () => {
  await page.goto(`${web.url}/agent-tasks/1`);
  const log = page.getByRole("log");
  await log
    .getByText(PAYLOADS[0] as string, { exact: false })
    .first()
    .waitFor();
  await log.getByText("⟨U+202E⟩", { exact: false }).first().waitFor();
  await page.getByRole("tab", { name: /^Changes/ }).click();
  await page
    .getByRole("heading", { name: /<img src=x/ })
    .first()
    .waitFor();
  for (const link of await page.locator("main a[target=_blank]").all()) {
    expect(await link.getAttribute("rel")).toContain("noopener");
  }
});
