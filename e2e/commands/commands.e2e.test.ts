import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { CliContext } from "../../cli/src/cli-context.ts";
import { createProgram } from "../../cli/src/create-program.ts";
import { runForTest } from "../../cli/src/testing/run-for-test.ts";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome, variablesOf } from "../start-catalyst.ts";
import { type Command, GROUPS } from "./command-groups.ts";
import { normalise } from "./normalise.ts";

/**
 * What every command does, with good and with bad input: exit code, standard output, standard error. A change that is meant shows in
 * the files beside this one (vitest --update), any other one fails here.
 */
const PATIENCE = { timeout: 180_000, interval: 200 };
const RSA = {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
} as const;
let home: TestHome;
let repository: GitRepository;

beforeAll(async () => {
  home = await createTestHome();
  repository = await createGitRepository({ "a.txt": "one\n", "empty/.gitkeep": "" });
  await writeFile(join(home.path, "app.pem"), generateKeyPairSync("rsa", RSA).privateKey);
  await home.up();
  await signUp("bea");
});
afterAll(() => home.remove());

test.each(Object.keys(GROUPS))("%s: every command does what it did", async (group) => {
  const shown: string[] = [];
  for (const [index, [args, given]] of (GROUPS[group] ?? []).entries()) {
    shown.push(await record(args, given, index === 0 || NEEDS_PIPES.has(args[0]) ? runApart : runHere));
  }
  await expect(`${shown.join("\n")}`).toMatchFileSnapshot(`recorded/${group}.txt`);
});

test("a definition that is wrong is told with its place", async () => {
  const path = join(home.path, "wrong.yaml");
  await writeFile(path, "name: Wrong\ncommand: x\nprompt: telepathy\n");
  await expect(await record(["agents", "validate", path])).toMatchFileSnapshot("recorded/wrong-definition.txt");
});

test("every command is recorded", async () => {
  const context = { output: { data: () => undefined, say: () => undefined } } as unknown as CliContext;
  const program = await createProgram(["--help"], context);
  const recorded = Object.values(GROUPS)
    .flat()
    .map(([args]) => args.join(" "));
  const isRecorded = (words: string) => recorded.some((line) => `${line} `.startsWith(`${words} `));
  expect(listCommands(program).filter((words) => !isRecorded(words))).toEqual([]);
});

type Program = Awaited<ReturnType<typeof createProgram>>;

/** The words of each that does something. */
function listCommands({ commands }: Pick<Program, "commands">, words: string[] = []): string[] {
  return commands.flatMap((child) => {
    const own = [...words, child.name()];
    return child.commands.length === 0 ? [own.join(" ")] : listCommands(child, own);
  });
}

/** What goes on as long as its standard input does. */
const NEEDS_PIPES = new Set<string | undefined>(["mcp"]);

type Run = (args: string[], given?: Command[1]) => Promise<{ exitCode: number | null; stdout: string; stderr: string }>;

/** Through the launcher, as by a person: the checkout is where it is run. */
const runApart: Run = (args, given) => home.run(args, { ...given, folder: repository.path });

/** As the launcher's process runs it, but in this one: what each would load takes longer than what it does. */
const runHere: Run = (args, { stdin: input, env } = {}) =>
  runForTest({ args, env: variablesOf(home.path, env), input, currentFolder: repository.path });

async function record(args: string[], given?: Command[1], run: Run = runApart): Promise<string> {
  const places = { home: home.path, repository: repository.path, name: basename(repository.path) };
  const filled = await fillIn(args, given?.idOf);
  const { exitCode, stdout, stderr } = await run(filled, given);
  const text = (mark: string, output: string) =>
    normalise(output, places)
      .split("\n")
      .filter(Boolean)
      .map((line) => `${mark} ${line}\n`)
      .join("");
  const words = args.map((arg) => normalise(arg, places)).map((arg) => (/^[\w./:<>-]+$/.test(arg) ? arg : `'${arg}'`));
  return `$ catalyst ${words.join(" ")}\n${text(" ", stdout)}${text("!", stderr)}= ${exitCode}\n`;
}

async function fillIn(args: string[], idOf: string[] | undefined): Promise<string[]> {
  const found = idOf === undefined ? "" : (await home.run(idOf)).stdout.split("\n")[0];
  const id = found === "" ? "" : JSON.parse(found as string).id;
  return args.map((arg) => arg.replace("<id>", id).replace("<key>", join(home.path, "app.pem")));
}

/** Somebody besides the machine's owner, by the link of an invitation. */
async function signUp(login: string): Promise<void> {
  // The server answers on its socket before it listens on its port.
  const inviting = await vi.waitUntil(async () => {
    const ended = await home.run(["people", "invite", login]);
    return ended.exitCode === 0 && ended;
  }, PATIENCE);
  const link = new URL(inviting.stdout.trim());
  const form = { name: login, login, email: `${login}@example.com`, password: "correct horse battery" };
  const body = new URLSearchParams({ token: link.searchParams.get("token") ?? "", way: "password", ...form });
  const headers = { origin: link.origin };
  const { status } = await fetch(new URL("/sign-in/invitation", link), {
    method: "POST",
    body,
    headers,
    redirect: "manual",
  });
  expect(status).toBe(303);
}
