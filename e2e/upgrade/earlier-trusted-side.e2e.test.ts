import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TaskDetails } from "@catalyst/api";
import { type ApiClient, createOwnClient } from "@catalyst/api/own";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import { isSettled } from "@catalyst/core";
import { execa, type ResultPromise } from "execa";
import { describe, expect, test } from "vitest";
import { expectInvariants } from "../durability/expect-invariants.ts";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { startFailingModel } from "../soak/failing-model.ts";
import { SOAK_AGENT, SOAK_DEFINITION } from "../soak/soak-agent.ts";
import { createTestHome, type TestHome, variablesOf } from "../start-catalyst.ts";
import { listMigrations, unpackTrustedSide } from "./unpack-trusted-side.ts";

/** Server and gateway of earlier states: on a cluster their pods are replaced one after the other (ADR 0452). */
const EARLIER = join(import.meta.dirname, "earlier");
const STATES = readdirSync(EARLIER).filter((name) => name.endsWith(".tar.br"));
const ROOT = join(import.meta.dirname, "../..");

test("there is an earlier trusted side to try", () => {
  expect(STATES.length).toBeGreaterThan(0);
});

interface Running {
  process: ResultPromise;
  hasEnded(): boolean;
  said(): string;
}

function start(main: string, home: TestHome): Running {
  const child = execa(process.execPath, [main], {
    env: { ...variablesOf(home.path), HOME: home.path, CATALYST_LISTEN: "off" },
    ...{ extendEnv: false, reject: false, all: true, cleanup: true, buffer: false },
  });
  let said = "";
  child.all?.on("data", (part) => {
    said = `${said}${part}`.slice(-20_000);
  });
  let hasEnded = false;
  void child.then(() => {
    hasEnded = true;
  });
  return { process: child, hasEnded: () => hasEnded, said: () => said };
}

async function end({ process: child }: Running): Promise<void> {
  child.kill("SIGTERM");
  await child;
}

/** A home whose server and gateway are those of the archive, which have made it, and in which a model's key is stored. */
async function openEarlier(archive: string, closing: AsyncDisposableStack) {
  const side = unpackTrustedSide(join(EARLIER, archive));
  closing.defer(side.remove);
  const model = await startFailingModel({ failing: 0, random: () => 1 });
  closing.defer(model.close);
  const home = await createTestHome({ isNew: true });
  closing.defer(home.remove);
  await mkdir(join(home.path, "agents.d"));
  await writeFile(join(home.path, "agents.d", `${SOAK_AGENT}.yaml`), SOAK_DEFINITION);
  const earlier = [side.server, side.gateway].map((main) => start(main, home));
  closing.defer(async () => void (await Promise.all(earlier.map(end))));
  const client = createOwnClient(unixSocketTransport(join(home.path, "server", "server.sock")));
  const key = { provider: "anthropic", key: "a-key-that-is-worth-nothing", baseUrl: model.url, replace: true } as const;
  const store = () =>
    client.call("addCredential", { body: key }).then(
      () => "stored",
      (error: Error) => `${error.message} ${earlier.map(({ said }) => said()).join("")}`,
    );
  await expect.poll(store).toBe("stored");
  const limit = { params: { setting: "budgets.day.tokens" }, query: {}, headers: {}, body: { value: 1_000_000_000 } };
  await client.call("putSetting", limit);
  return { side, model, home, client, earlier };
}

interface Wanted {
  client: ApiClient;
  repository: GitRepository;
  agent: string;
  prompt: string;
}

async function ask({ client, repository: { path, git }, agent, prompt }: Wanted): Promise<string> {
  const head = { ref: "refs/heads/main", commit: await git("rev-parse", "HEAD") };
  const { id } = await client.call("createTask", {
    body: {
      repository: { kind: "folder", path, head },
      ...{ source: { kind: "prompt", text: prompt }, agents: [{ agent, model: null }] },
    },
  });
  return id;
}

const look = (client: ApiClient, task: string): Promise<TaskDetails> => client.call("getTask", { params: { task } });
const settled =
  (client: ApiClient, task: string, { said }: Running) =>
  async () => {
    const { status, errorMessage } = await look(client, task);
    return isSettled(status) ? `${status} ${errorMessage ?? ""}`.trim() : `goes on: ${said()}`;
  };

/** The numbers of what each of its executions told. */
async function numbersOf(client: ApiClient, task: string): Promise<number[][]> {
  const { data } = await client.call("listExecutions", { params: { task }, query: {} });
  const listed = data.map(async ({ id }) => {
    const page = await client.call("listEvents", { params: { execution: id }, query: { limit: 500 } });
    return page.data.map(({ number }) => number);
  });
  return await Promise.all(listed);
}

describe.each(STATES)("%s", (archive) => {
  test("a worker of this state does what its server is asked for, and its gateway serves what that starts, without a gap", async ({
    onTestFinished,
  }) => {
    const closing = new AsyncDisposableStack();
    onTestFinished(() => closing.disposeAsync());
    const { side, model, home, client, earlier } = await openEarlier(archive, closing);
    expect(listMigrations(ROOT).slice(0, side.migrations.length)).toEqual(side.migrations);
    const worker = start(join(ROOT, "worker/src/main.ts"), home);
    closing.defer(() => end(worker));
    const repository = await createGitRepository({ "a.txt": "one\n" });

    const task = await ask({ client, repository, agent: SOAK_AGENT, prompt: "Do the thing" });
    await expect.poll(settled(client, task, worker)).toBe("completed");
    const { kind } = await client.call("sendMessage", { params: { task }, body: { text: "And the rest of it" } });
    expect(kind).toBe("started");
    await expect.poll(async () => (await numbersOf(client, task)).length).toBe(2);
    await expect.poll(settled(client, task, worker)).toBe("completed");
    const branches = (await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)")).split("\n");
    expect(branches).toHaveLength(1);
    expect(await repository.git("rev-list", "--count", `main..${branches[0]}`)).toBe("2");
    for (const numbers of await numbersOf(client, task)) {
      expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
      expect(numbers.length).toBeGreaterThan(0);
    }
    expect(model.countTokens()).toBeGreaterThan(0);

    const endless = await ask({ client, repository, agent: "script", prompt: "sleep 600" });
    await expect.poll(async () => (await look(client, endless)).status).toBe("running");
    await client.call("cancelTask", { params: { task: endless } });
    await expect.poll(settled(client, endless, worker)).toBe("cancelled");

    expect([...earlier, worker].map((one) => one.hasEnded())).toEqual([false, false, false]);
    await expectInvariants(home);
  });
});
