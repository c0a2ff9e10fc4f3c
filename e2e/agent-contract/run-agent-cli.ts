import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { AgentDefinition, Invocation } from "@catalyst/agents";
import type { AgentRun } from "@catalyst/agents/testing";
import { type CredentialProvider, ENVIRONMENT_PATHS } from "@catalyst/core";
import { execa } from "execa";
import { steerAgent } from "../../runner/src/agent/steer-agent.ts";

/** Far beyond what a CLI takes to give up after one retry: who is still there doesn't end by itself. */
const LIMIT_MILLISECONDS = 180_000;
/** What every agent gets; its adapter's variables come on top. */
const ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: ENVIRONMENT_PATHS.home,
  LANG: "C.UTF-8",
  TERM: "dumb",
  TMPDIR: "/tmp",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Catalyst",
  GIT_AUTHOR_EMAIL: "catalyst@example.org",
  GIT_COMMITTER_NAME: "Catalyst",
  GIT_COMMITTER_EMAIL: "catalyst@example.org",
};

interface CliRun {
  agent: AgentDefinition;
  /** The folder that the agent is installed in. */
  agentFolder: string;
  repositoryPath: string;
  gatewayUrl: string;
  token: string;
  provider: CredentialProvider;
  /** null: the agent's own choice. */
  model: string | null;
  purpose: "plan" | "work";
  /** In a plan's environment the workspace isn't. */
  isWritable: boolean;
}

/** The real CLI, started as its adapter says, as uid 1000 with a home of its own; paths are those of an environment. */
export async function runAgentCli(run: CliRun): Promise<AgentRun & { stderr: string }> {
  const { agent, gatewayUrl, token, provider, model, purpose } = run;
  const home = await mkdtemp(join(tmpdir(), "catalyst-agent-home-"));
  const invocation = agent.adapter.buildInvocation({
    prompt: "Fix the price.",
    model,
    token,
    gatewayUrl,
    provider,
    home: ENVIRONMENT_PATHS.home,
    repositoryPath: ENVIRONMENT_PATHS.repository,
    agentFolder: ENVIRONMENT_PATHS.agent,
    maxRetries: 1,
    purpose,
    resumeSessionId: null,
  });
  try {
    await writeFiles(home, invocation);
    const running = execa("bwrap", bubblewrapArguments(run, home, invocation), {
      env: { ...ENV, ...invocation.env },
      extendEnv: false,
      stdin: "pipe",
      reject: false,
      timeout: LIMIT_MILLISECONDS,
    });
    const { steering } = agent.adapter;
    const input = steerAgent(running.stdin, { first: invocation.stdin ?? "", steering, takeMessages: async () => [] });
    createInterface(running.stdout).on("line", (line) => input.noteLine(line));
    const ended = await running;
    await input.stop();
    return {
      lines: ended.stdout.split("\n").filter((line) => line !== ""),
      stderr: ended.stderr,
      exit: { exitCode: ended.exitCode ?? null, signal: ended.signal ?? null, timedOut: ended.timedOut },
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function writeFiles(home: string, { files }: Invocation): Promise<void> {
  for (const { path, content } of files) {
    const target = join(home, path.slice(ENVIRONMENT_PATHS.home.length));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

/** The network stays: the gateway listens on this machine's loopback. What isolates for real is tested elsewhere. */
function bubblewrapArguments(
  { agentFolder, repositoryPath, isWritable }: CliRun,
  home: string,
  invocation: Invocation,
): string[] {
  const readOnly = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc"];
  return [
    ...readOnly.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...["--bind", home, ENVIRONMENT_PATHS.home],
    ...[isWritable ? "--bind" : "--ro-bind", repositoryPath, ENVIRONMENT_PATHS.repository],
    ...["--ro-bind", agentFolder, ENVIRONMENT_PATHS.agent],
    ...["--ro-bind", process.execPath, ENVIRONMENT_PATHS.node],
    ...["--unshare-user", "--unshare-pid", "--unshare-ipc", "--uid", "1000", "--gid", "1000"],
    ...["--cap-drop", "ALL", "--die-with-parent", "--new-session", "--chdir", ENVIRONMENT_PATHS.repository],
    ...["--", invocation.command, ...invocation.args],
  ];
}
