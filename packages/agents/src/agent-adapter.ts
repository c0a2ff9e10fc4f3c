import type { AgentOutcome, AgentPurpose, ExecutionEventBody } from "@catalyst/core";

export interface InvocationInput {
  prompt: string;
  model: string | null;
  /** The execution token: the only key that an agent sees. */
  token: string;
  gatewayUrl: string;
  provider: string | null;
  home: string;
  repositoryPath: string;
  agentFolder: string;
  /** How often the CLI sends a failed request again; DEFAULT_MAX_RETRIES where nothing is said. */
  maxRetries?: number;
  /** With `plan` and `review` it shall change nothing in the repository: what it then writes elsewhere counts. */
  purpose: AgentPurpose;
  /** The CLI's own session to go on in; its files are in place. null: a new one. */
  resumeSessionId: string | null;
}

/** With the growing pauses of the CLIs it bridges an overload of some ten seconds; limits tell how long to wait. */
export const DEFAULT_MAX_RETRIES = 5;

/** How to start an agent. `env` comes on top of what every agent gets; `files` are written before it starts. */
export interface Invocation {
  command: string;
  args: string[];
  env: Record<string, string>;
  stdin: string | null;
  files: { path: string; content: string; mode?: number }[];
}

export interface AgentExit {
  exitCode: number | null;
  signal: string | null;
  timedOut: boolean;
}

/** Turns an agent's output into events, line by line. Never throws: output is whatever the agent, or an attacker, wrote. */
export interface OutputReader {
  read(line: string): ExecutionEventBody[];
  end(exit: AgentExit): { outcome: AgentOutcome; summary: string | null; events: ExecutionEventBody[] };
}

/** How a CLI takes further messages on its standard input while it works. */
export interface Steering {
  /** The message as the CLI reads it. `Invocation.stdin` is the first one. */
  encode(text: string): string;
  /** What the CLI is told at once when this line of its output asks for something; null: it asks for nothing. */
  reply?(line: string): string | null;
  /** Whether the CLI waits for a message, or for its input's end, after this line of its output. */
  endsTurn(line: string): boolean;
}

/** All that we know of driving one CLI. */
export interface AgentAdapter {
  buildInvocation(input: InvocationInput): Invocation;
  createOutputReader(purpose?: AgentPurpose): OutputReader;
  /** Where there is none, the CLI's standard input ends with its prompt. */
  steering?: Steering;
}
